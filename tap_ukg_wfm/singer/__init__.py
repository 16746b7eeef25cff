"""Singer: messages on stdout, batch files, the command line; the one folder with the SDK's private parts."""
