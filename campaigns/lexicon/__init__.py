"""Every word of files, reports and logs with its German meaning, from the sources that read and decide."""
