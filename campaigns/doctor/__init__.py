"""`doctor`: everything that can be wrong with an installation, each with its cure. Looks, and changes nothing."""

from campaigns.doctor.patient import Finding, Level, Patient, admitted
from campaigns.doctor.registry import examine

__all__ = ["Finding", "Level", "Patient", "admitted", "examine"]
