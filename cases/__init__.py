"""The cancellation case: approvals, save budget, offers, promises. Pure."""
