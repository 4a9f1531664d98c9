#pragma once
#include <opentelemetry/trace/tracer.h>
