# Read by cpack when it packs: every time in the package is that of the last commit, unless SOURCE_DATE_EPOCH says otherwise.
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
    execute_process(COMMAND git -C "${CPACK_UDVEJ_SOURCE}" log -1 --format=%ct
        OUTPUT_VARIABLE commit_time OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(NOT commit_time MATCHES "^[0-9]+$")
        message(FATAL_ERROR "there is no commit here to take the time from: set SOURCE_DATE_EPOCH.")
    endif()
    set(ENV{SOURCE_DATE_EPOCH} "${commit_time}")
endif()
