// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace proflens {

// Of a readable C++ name, as libiberty prints it: "acme::Cache<int>::get" becomes "acme::Cache::get".
// operator<, operator-> and their like are no brackets.
std::string withoutTemplates(std::string_view name);

// The same name with a blank between closing brackets, "> >", wherever they are next to each other: libiberty
// forgets it after an empty pack.
std::string withSpacedTemplates(std::string_view name);

// Of a readable Rust name: "<Vec<u8> as Write>::write::<T>" becomes "<Vec<> as Write>::write::<>", as pprof
// has it. Types of associated items ("Output = u8") stay.
std::string withoutRustGenerics(std::string_view name);

} // namespace proflens
