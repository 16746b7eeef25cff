"""`python -m tap_ukg_wfm.airbyte` is the command `source-ukg-wfm`."""

from tap_ukg_wfm.airbyte import main

main()
