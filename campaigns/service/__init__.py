"""The process as its sysadmin meets it: systemd, the sentence about its state, troubles, reload, figures."""
