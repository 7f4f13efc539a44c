// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/session/latestjob.h"
#include "core/analyze/namecosts.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <stop_token>

namespace proflens {

class Document;

// What the filters of a document can be about, with the cost of each over the whole profile. Computed on a
// worker thread when it is first asked for, and anew when something else is measured.
class FilterNames : public QObject
{
    Q_OBJECT

public:
    explicit FilterNames(Document *document, QObject *parent = nullptr);
    ~FilterNames() override;

    // nullptr until they were computed, which this begins; then changed() follows.
    const NameCosts *costs();
    // "1.20s, 12.5%"; of a comparison "1.10s → 1.20s".
    QString costText(const NameCost &cost) const;

Q_SIGNALS:
    void changed();

private:
    struct Key
    {
        ProfilePtr profile;
        ValueFormula formula;
        std::optional<ValueFormula> base;

        bool operator==(const Key &) const = default;
    };
    Key key() const;

    Document *m_document;
    Key m_key; // of what was computed, or is
    std::shared_ptr<const NameCosts> m_costs;
    LatestJob m_job;
    std::stop_source m_stop;
};

} // namespace proflens
