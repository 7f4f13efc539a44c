// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace proflens {

// How much of a C++ or Rust name is spelled out; pprof's three depths.
enum class NameDepth {
    Short,     // acme::Cache::get
    Templates, // acme::Cache<std::string>::get
    Full,      // acme::Cache<std::string>::get(std::string const&) const
};

// The readable form of a linker symbol of C++ (Itanium ABI) or Rust (both manglings), in the words of
// c++filt. Nothing if it is none, or one whose readable form is out of all proportion (beyond 64 KiB).
// Thread-safe.
std::optional<std::string> demangled(std::string_view symbol, NameDepth depth);

} // namespace proflens
