"""Singer messages, BATCH files and the command line. Only this folder uses the Singer SDK."""
