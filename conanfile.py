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
        "with_outbox": [True, False],  # cent::outbox
        "with_token": [True, False],  # cent::token
        "with_dev_server": [True, False],  # cent::testing and the program cent-dev-server
    }
    default_options = {
        "shared": False,
        "fPIC": True,
        "with_outbox": False,
        "with_token": False,
        "with_dev_server": False,
    }

    # The source is this folder. scripts/conan-center has other lines here.
    exports = "CMakeLists.txt"
    exports_sources = "CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "src/*", "outbox/*", "token/*", "testing/*", "!*/tests/*"

    def set_version(self):
        text = load(self, os.path.join(self.recipe_folder, "CMakeLists.txt"))
        self.version = re.search(r"^\s*VERSION (\d+\.\d+\.\d+)$", text, re.MULTILINE).group(1)

    def layout(self):
        cmake_layout(self)

    # The rest is the same everywhere.
    def config_options(self):
        if self.settings.os == "Windows":
            del self.options.fPIC
            del self.options.with_dev_server

    def configure(self):
        if self.options.shared:
            self.options.rm_safe("fPIC")

    def validate(self):
        check_min_cppstd(self, 17)
        # The oldest ones that are tested. Any apple-clang and msvc with C++17 is taken, and any libc++ of such a clang.
        oldest = {"gcc": "11", "clang": "14"}.get(str(self.settings.compiler))
        if oldest and Version(self.settings.compiler.version) < oldest:
            raise ConanInvalidConfiguration(f"cent needs {self.settings.compiler} {oldest} or later")

    def requirements(self):
        self.requires("libcurl/[>=7.87 <9]")
        if self.options.with_token or self._with_dev_server:
            self.requires("openssl/[>=3 <4]")
        if self._with_dev_server:
            for headers in "boost/[>=1.74 <2]", "cli11/[>=2.1 <3]", "nlohmann_json/[>=3.11 <4]", "tomlplusplus/[>=3.3 <4]":
                self.requires(headers, headers=True, libs=False, visible=False)

    @property
    def _with_dev_server(self):
        return self.options.get_safe("with_dev_server", False)

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["CENT_OUTBOX"] = bool(self.options.with_outbox)
        toolchain.cache_variables["CENT_TOKEN"] = bool(self.options.with_token)
        toolchain.cache_variables["CENT_TESTING"] = bool(self._with_dev_server)
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
        if self.options.with_outbox:
            self._component("outbox", ["cent"])
        if self.options.with_token:
            self._component("token", ["cent", "openssl::crypto"])
        if self._with_dev_server:
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
