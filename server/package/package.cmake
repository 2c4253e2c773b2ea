# The Debian package:  cmake --preset release && cmake --build --preset package
#
# Two builds of one commit give the same octets: times are the commit's (project_config.cmake), paths are mapped away, and the web client's
# build is reproducible by itself. tests/stages/47-package.sh builds it twice, in two folders.
set(UDVEJ_MAINTAINER "udvej maintainers <maintainers@udvej.invalid>" CACHE STRING
    "who answers for the package, as `Name <address>`; whoever gives it to others puts their own here")

set(package_here "${CMAKE_CURRENT_LIST_DIR}")
set(package_made "${CMAKE_BINARY_DIR}/package")
file(MAKE_DIRECTORY "${package_made}")

# ---- what is made for it -----------------------------------------------------------------------

# The pages, under a folder of their own, so that a build for the package leaves web-client/dist alone.
add_custom_target(web_client
    COMMAND "${CMAKE_COMMAND}" -E env "UDVEJ_CORE_DIR=${CMAKE_BINARY_DIR}/core" "UDVEJ_WEB_OUT=${package_made}/web"
            npm run --silent build
    WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}/web-client"
    COMMENT "building the pages"
    VERBATIM)
add_dependencies(web_client core_wasm)

# package_gzip(OUT FILE): FILE, compressed without its name and time.
set(package_files "")
function(package_gzip name from)
    add_custom_command(OUTPUT "${package_made}/${name}"
        COMMAND sh -c "gzip -9n <'${from}' >'${package_made}/${name}'" DEPENDS "${from}" VERBATIM)
    set(package_files ${package_files} "${package_made}/${name}" PARENT_SCOPE)
endfunction()

set(package_manuals_1 keys/man/udvej-keys.1 server/man/udvej-client.1)
set(package_manuals_5 server/man/udvej.conf.5)
set(package_manuals_8 server/man/udvej.8 server/man/udvejd.8)
foreach(section 1 5 8)
    foreach(page ${package_manuals_${section}})
        get_filename_component(name "${page}" NAME)
        package_gzip("${name}.gz" "${CMAKE_SOURCE_DIR}/${page}")
        install(FILES "${package_made}/${name}.gz" DESTINATION "share/man/man${section}")
    endforeach()
endforeach()
package_gzip(changelog.gz "${package_here}/changelog")

# Debian wants the whole text of a licence that base-files does not have, indented, with a dot on empty lines.
file(READ "${CMAKE_SOURCE_DIR}/LICENSE" UDVEJ_LICENCE)
string(REGEX REPLACE "\n\n" "\n.\n" UDVEJ_LICENCE "${UDVEJ_LICENCE}")
string(REGEX REPLACE "\n\n" "\n.\n" UDVEJ_LICENCE "${UDVEJ_LICENCE}")
string(REGEX REPLACE "\n$" "" UDVEJ_LICENCE "${UDVEJ_LICENCE}")
string(REGEX REPLACE "\n" "\n " UDVEJ_LICENCE " ${UDVEJ_LICENCE}")
configure_file("${package_here}/copyright.in" "${package_made}/copyright" @ONLY)

# ---- where it goes -----------------------------------------------------------------------------

install(TARGETS udvejd udvej udvej-keys udvej-client RUNTIME DESTINATION bin)
install(DIRECTORY "${package_made}/web/" DESTINATION share/udvej/web)
install(FILES server/systemd/udvejd.service server/systemd/udvejd.socket DESTINATION lib/systemd/system)
install(FILES "${package_made}/copyright" "${package_made}/changelog.gz" "${package_here}/README.Debian"
    DESTINATION share/doc/udvej)
install(FILES server/udvejd.conf.example server/front/nginx.conf server/front/Caddyfile server/front/torrc
    DESTINATION share/doc/udvej/examples)
foreach(program udvejd udvej udvej-keys udvej-client)
    install(FILES "${package_here}/completions.bash" DESTINATION share/bash-completion/completions RENAME "${program}")
endforeach()
install(DIRECTORY DESTINATION /etc/udvej)

# ---- the package -------------------------------------------------------------------------------

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME udvej)
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_CONTACT "${UDVEJ_MAINTAINER}")
set(CPACK_PACKAGE_VENDOR udvej)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "anonymous, encrypted messages for an exit programme")
set(CPACK_PACKAGE_DESCRIPTION_FILE "${package_here}/description")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES TRUE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS TRUE)
set(CPACK_DEBIAN_PACKAGE_DEPENDS tzdata)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "nginx | caddy | tor")
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION TRUE)
set(CPACK_PROJECT_CONFIG_FILE "${package_here}/project_config.cmake")
set(CPACK_UDVEJ_SOURCE "${CMAKE_SOURCE_DIR}")
set(CPACK_OUTPUT_FILE_PREFIX "${CMAKE_BINARY_DIR}")
set(CMAKE_SKIP_PACKAGE_ALL_DEPENDENCY TRUE) # what is packed is what the target `deb` builds first; `package` alone builds nothing
include(CPack)

add_custom_target(deb
    # Folders get the modes that the mask leaves them.
    COMMAND sh -c "umask 022 && exec '${CMAKE_CPACK_COMMAND}' --config '${CMAKE_BINARY_DIR}/CPackConfig.cmake'"
    DEPENDS udvejd udvej udvej-keys udvej-client web_client ${package_files}
    WORKING_DIRECTORY "${CMAKE_BINARY_DIR}"
    USES_TERMINAL
    VERBATIM)
