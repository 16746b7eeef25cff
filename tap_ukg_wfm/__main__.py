"""Run the command: `python -m tap_ukg_wfm`."""

from tap_ukg_wfm.tap import main

main()
