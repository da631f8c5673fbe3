"""How a learning rate changes over the steps of a stage, as in Attune's recipes."""
import math


def schedule_at(stage, group, step, total, per_epoch, validation_losses):
    """(factor of a group's rate, momentum or None) at a step of a stage that is planned for `total` steps.

    A group without a schedule or a warm-up of its own has the stage's."""
    warm_up = group.get('warmUp', stage.get('warmUp'))
    before = warm_up['steps'] if warm_up else 0
    factor, momentum = _value(group.get('schedule', stage['schedule']), max(0, step - before), total - before, per_epoch, validation_losses)
    if step < before:
        factor *= warm_up['from'] + (1 - warm_up['from']) * step / before
    return factor, momentum


def _value(schedule, step, steps, per_epoch, validation_losses):
    kind, epoch, done = schedule['kind'], step // per_epoch, min(1, step / max(1, steps))
    if kind == 'constant':
        return 1, None
    if kind == 'step':
        return schedule['gamma'] ** (epoch // schedule['everyEpochs']), None
    if kind == 'multi-step':
        return schedule['gamma'] ** sum(milestone <= epoch for milestone in schedule['epochs']), None
    if kind == 'cosine':
        return _cosine(1, schedule['minimum'], done), None
    if kind == 'polynomial':
        return schedule['minimum'] + (1 - schedule['minimum']) * (1 - done) ** schedule['power'], None
    if kind == 'one-cycle':
        return _one_cycle(schedule, done)
    return _plateau(schedule, validation_losses), None


def _cosine(start, end, share):
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2


def _one_cycle(schedule, done):
    peak, (low, high) = schedule['peakAt'], schedule['momentum']
    if done < peak:
        share = done / peak
        return _cosine(1 / schedule['startDivisor'], 1, share), _cosine(high, low, share)
    share = 1 if peak == 1 else (done - peak) / (1 - peak)
    return _cosine(1, 1 / schedule['endDivisor'], share), _cosine(low, high, share)


def _plateau(schedule, losses):
    best, idle, reached = math.inf, 0, 1
    for loss in losses:
        better = loss < best * (1 - schedule['threshold'])
        best, idle = (loss, 0) if better else (best, idle + 1)
        if idle > schedule['patience']:
            reached, idle = reached * schedule['factor'], 0
    return reached
