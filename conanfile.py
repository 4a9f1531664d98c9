import os
import re

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rmdir
from conan.tools.scm import Version


class CentConan(ConanFile):
    name = "cent"
    description = "Client for Centrifugo's HTTP server API"
    license = "MIT"
    topics = ("centrifugo", "realtime", "pubsub", "websocket", "http-client")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {
        "shared": [True, False],
        "fPIC": [True, False],
        "outbox": [True, False],  # cent::outbox
        "token": [True, False],  # cent::token
        "testing": [True, False],  # cent::testing and the program cent-dev-server
    }
    default_options = {"shared": False, "fPIC": True, "outbox": False, "token": False, "testing": False}
    implements = ["auto_shared_fpic"]
    exports = "CMakeLists.txt"
    exports_sources = "CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "src/*", "outbox/*", "token/*", "testing/*", "!*/tests/*"

    def set_version(self):
        text = load(self, os.path.join(self.recipe_folder, "CMakeLists.txt"))
        self.version = re.search(r"^\s*VERSION (\d+\.\d+\.\d+)$", text, re.MULTILINE).group(1)

    def layout(self):
        cmake_layout(self)

    def validate(self):
        check_min_cppstd(self, 17)
        # The oldest gcc of the tests. Any version of clang, apple-clang and libc++ with C++17 works.
        compiler = self.settings.compiler
        if compiler == "gcc" and Version(compiler.version) < "11":
            raise ConanInvalidConfiguration("cent needs gcc 11 or later")
        if self.options.testing and self.settings.os == "Windows":
            raise ConanInvalidConfiguration("cent::testing does not build for Windows")

    def requirements(self):
        self.requires("libcurl/[>=7.87 <9]")
        if self.options.token or self.options.testing:
            self.requires("openssl/[>=3 <4]")
        if self.options.testing:
            for headers in "boost/[>=1.74 <2]", "cli11/[>=2.1 <3]", "nlohmann_json/[>=3.11 <4]", "tomlplusplus/[>=3.3 <4]":
                self.requires(headers, headers=True, libs=False, visible=False)

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["CENT_OUTBOX"] = bool(self.options.outbox)
        toolchain.cache_variables["CENT_TOKEN"] = bool(self.options.token)
        toolchain.cache_variables["CENT_TESTING"] = bool(self.options.testing)
        toolchain.generate()
        CMakeDeps(self).generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        rmdir(self, os.path.join(self.package_folder, "share"))
        # Conan generates its own files from package_info().
        rmdir(self, os.path.join(self.package_folder, "lib", "cmake"))
        rmdir(self, os.path.join(self.package_folder, "lib", "pkgconfig"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "cent")
        self._component("cent", ["libcurl::libcurl"])
        if self.options.outbox:
            self._component("outbox", ["cent"])
        if self.options.token:
            self._component("token", ["cent", "openssl::crypto"])
        if self.options.testing:
            self._component("testing", ["cent", "openssl::crypto"])

    def _component(self, name, requires):
        library = "cent" if name == "cent" else f"cent_{name}"
        component = self.cpp_info.components[name]
        component.set_property("cmake_target_name", f"cent::{name}")
        component.set_property("pkg_config_name", library.replace("_", "-"))
        component.libs = [library]
        component.requires = requires
        if not self.options.shared:
            component.defines = [f"{library.upper()}_STATIC_DEFINE"]
        if self.settings.os in ("Linux", "FreeBSD"):
            component.system_libs = ["pthread"]
        elif self.settings.os == "Windows":
            component.system_libs = ["ws2_32"]
