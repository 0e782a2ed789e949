"""Mail about mail: bounces, complaints, receipts, challenges, what a machine wrote."""
