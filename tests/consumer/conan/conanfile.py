from conan import ConanFile


class SystemLibrary(ConanFile):
    """Stands in for a package of Conan Center: names as there, files from the system."""

    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True]}
    default_options = {"shared": True}

    def package_info(self):
        self.cpp_info.includedirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.bindirs = []
        if self.name == "libcurl":
            self.cpp_info.set_property("cmake_file_name", "CURL")
            self._library(self.cpp_info, "CURL::libcurl", "curl")
        elif self.name == "openssl":
            self.cpp_info.set_property("cmake_file_name", "OpenSSL")
            self._library(self.cpp_info.components["crypto"], "OpenSSL::Crypto", "crypto")
        elif self.name == "boost":
            self.cpp_info.set_property("cmake_file_name", "Boost")
            self._library(self.cpp_info.components["headers"], "Boost::headers")
        else:
            name = {"cli11": "CLI11"}.get(self.name, self.name)
            self.cpp_info.set_property("cmake_file_name", name)
            self._library(self.cpp_info, f"{name}::{name}")

    @staticmethod
    def _library(info, target, *system_libs):
        info.set_property("cmake_target_name", target)
        info.includedirs = []
        info.libdirs = []
        info.bindirs = []
        info.system_libs = list(system_libs)
