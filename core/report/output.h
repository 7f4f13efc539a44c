// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace proflens {

// Where reports go: gathers text and hands it on in large pieces, since the traces of a big profile are
// gigabytes.
class Output
{
public:
    // sink returns false when it can take no more (a full disk, a closed pipe): what follows is then dropped.
    using Sink = std::function<bool(std::string_view)>;
    explicit Output(Sink sink)
        : m_sink(std::move(sink))
    {}
    ~Output() { flush(); }
    Output(const Output &) = delete;
    Output &operator=(const Output &) = delete;

    Output &operator<<(std::string_view text)
    {
        m_text += text;
        if (m_text.size() > (1U << 20))
            flush();
        return *this;
    }
    Output &operator<<(char c) { return *this << std::string_view(&c, 1); }
    Output &operator<<(int64_t number) { return *this << std::string_view(std::to_string(number)); }
    Output &operator<<(uint64_t number) { return *this << std::string_view(std::to_string(number)); }
    void flush()
    {
        m_good = m_good && m_sink(m_text);
        m_text.clear();
    }
    bool good() const { return m_good; }

private:
    Sink m_sink;
    std::string m_text;
    bool m_good = true;
};

// How many code points text has, counting each byte that is no UTF-8 as one: the width that Go pads by.
size_t codePoints(std::string_view text);
// text, with spaces in front up to width code points.
std::string padLeft(std::string_view text, size_t width);
// "0x1f" and so on.
std::string hex(uint64_t value);

} // namespace proflens
