"""The command line: runs the simulator, and sets the scene of one that runs."""
