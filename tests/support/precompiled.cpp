// Nothing: a target with precompiled headers needs a source. See cmake/test.cmake.
