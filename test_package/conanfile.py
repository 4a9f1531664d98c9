import os

from conan import ConanFile
from conan.tools.build import can_run
from conan.tools.cmake import CMake, CMakeToolchain, cmake_layout


class CentTestConan(ConanFile):
    settings = "os", "arch", "compiler", "build_type"
    generators = "CMakeDeps", "VirtualRunEnv"

    def requirements(self):
        self.requires(self.tested_reference_str)

    def layout(self):
        cmake_layout(self)

    def _parts(self):
        options = self.dependencies["cent"].options
        return [part for part in ("outbox", "token", "testing") if options.get_safe(part)]

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["PARTS"] = ";".join(self._parts())
        toolchain.cache_variables["EXPECTED_VERSION"] = str(self.dependencies["cent"].ref.version)
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def test(self):
        if can_run(self):
            for program in ["plain", *self._parts()]:
                self.run(os.path.join(self.cpp.build.bindir, program), env="conanrun")
