"""What customers declare and see on the public pages: use cases without HTTP, one transaction each."""
