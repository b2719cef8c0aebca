"""Learning as the API tells it."""

from thermo_edge.home.correction import Correction
from thermo_edge.home.hindsight import Count, Hindsight, Judged
from thermo_edge.home.house import Domain, House
from thermo_edge.home.learning import LearningView, NightOutcome
from thermo_edge.home.savings import Saving
from thermo_edge.home.trust import Fell, TrustView
from thermo_edge.language.savings_lines import lines
from thermo_edge.language.words import Words
from thermo_edge.web.api import models_learning as models
from thermo_edge.web.api.telling import mode, reason, who
from thermo_edge.web.show.trust import earned_line


def learning(found: LearningView, house: House, words: Words) -> models.LearningTold:
    return models.LearningTold(
        phase=found.phase.value,
        at=found.at,
        why=reason(found.why, house, words) if found.why is not None else None,
        step=found.step,
        of=found.of,
        name=found.name,
        place=found.place,
        share=found.share,
        left_seconds=found.left.total_seconds() if found.left is not None else None,
        begun=found.begun,
        who=who(found.who),
        log=found.log,
        last=found.last,
        models=tuple(night(each, house, words) for each in found.outcomes),
    )


def night(found: NightOutcome, house: House, words: Words) -> models.NightTold:
    return models.NightTold(
        model=found.model,
        place=found.place,
        at=found.at,
        fate=found.fate.value,
        what=found.what,
        days=found.days,
        before=found.before,
        after=found.after,
        unit=found.unit,
        gain=found.gain,
        baselines=dict(found.baselines),
        detail=found.detail,
        why=reason(found.why, house, words) if found.why is not None else None,
    )


def hindsight(found: Hindsight, house: House, words: Words, shows: bool) -> models.HindsightTold:
    """`shows`: whether it is told who is where."""
    domains = {domain for domain, _ in found.counts}
    return models.HindsightTold(
        begin=found.begin,
        end=found.end,
        all=_count(found.of()),
        by_domain={domain.value: _count(found.of(domain)) for domain in Domain if domain in domains},
        wrongs=tuple(_wrong(each, house, words, shows) for each in found.wrongs),
    )


def _count(count: Count) -> models.CountTold:
    return models.CountTold(right=count.right, wrong=count.wrong, unknown=count.unknown)


def _wrong(judged: Judged, house: House, words: Words, shows: bool) -> models.WrongTold:
    act = judged.act
    return models.WrongTold(
        at=act.at,
        place=act.place,
        domain=act.domain.value,
        title=words.title(act.decision, house),
        why=reason(judged.reason, house, words, shows) if judged.reason is not None else None,
    )


def trust(found: TrustView, words: Words) -> models.TrustTold:
    return models.TrustTold(
        place=found.place,
        domain=found.domain.value,
        mode=mode(found.mode),
        since=found.since,
        right=found.right,
        wrong=found.wrong,
        done=found.done,
        precision=found.precision,
        lower=found.lower,
        confidence=found.confidence,
        following=mode(found.following) if found.following is not None else None,
        needs=found.needs,
        bound=found.bound,
        earned=found.earned,
        offered=found.offered,
        fell=_fell(found.fell) if found.fell is not None else None,
        text=earned_line(found, words),
    )


def _fell(fell: Fell) -> models.FellTold:
    return models.FellTold(was=mode(fell.was), now=mode(fell.now), at=fell.at, wrong=fell.wrong, done=fell.done)


def correction(each: Correction) -> models.CorrectionTold:
    return models.CorrectionTold(
        decision=each.decision,
        place=each.place,
        domain=each.domain.value,
        about=each.about.value,
        who=who(each.who),
        at=each.at,
        when=each.when,
        until=each.until,
    )


def savings(found: Saving, house: House, words: Words) -> models.SavingsTold:
    less = found.less or {}
    return models.SavingsTold(
        design=found.design.value,
        begin=found.begin,
        end=found.end,
        ours=found.ours,
        plain=found.plain,
        missing=found.missing,
        left_out={why.value: count for why, count in found.left_out.items()},
        source=found.source.value,
        usual=found.usual,
        less={
            measure.value: models.IntervalTold(value=one.value, low=one.low, high=one.high)
            for measure, one in less.items()
        },
        text=tuple(lines(found, house, words)),
    )
