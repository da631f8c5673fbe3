"""What the network of a run tells of an image: one of the classes, several of them, or numbers.

Losses are sums over images, so that batches and processes add up."""
import torch
from torch.nn import functional as F


def task_of(project):
    """The task that `project.json` names; one class for each image where it names none."""
    task = project.get('task', {'kind': 'single-label'})
    return {'single-label': OneClass, 'multi-label': SeveralClasses, 'regression': Numbers}[task['kind']](task)


class OneClass:
    has_accuracy = True

    def __init__(self, task):
        pass

    def labels(self, part):
        return torch.tensor(part['labels'])

    def weight(self, label, weights):
        """What an image counts for in the mean of a batch."""
        return 1 if weights is None else weights[label]

    def loss(self, logits, labels, stage, weight):
        """Focal loss multiplies what each class adds by (1 - p)^focal (Lin et al. 2017)."""
        smoothing, focal = stage['labelSmoothing'], stage.get('focal', 0)
        if focal == 0:
            return F.cross_entropy(logits, labels, weight, label_smoothing=smoothing, reduction='sum')
        classes = logits.shape[1]
        target = F.one_hot(labels, classes) * (1 - smoothing) + smoothing / classes
        target = target if weight is None else target * weight
        return -_focused(F.log_softmax(logits, 1), focal).mul(target).sum()

    def plain_loss(self, logits, labels):
        return F.cross_entropy(logits, labels, reduction='sum')

    def right(self, logits, labels):
        return (logits.argmax(1) == labels).sum()

    def metric(self, logits, labels):
        """Accuracy."""
        return self.right(logits, labels).item() / len(labels)


class SeveralClasses:
    """Each class is there or not, whatever the others are; `weight` counts for where it is there."""

    has_accuracy = False

    def __init__(self, task):
        pass

    def labels(self, part):
        return torch.tensor(part['targets'], dtype=torch.float32)

    def weight(self, _labels, _weights):
        return 1

    def loss(self, logits, targets, stage, weight):
        smoothing, focal = stage['labelSmoothing'], stage.get('focal', 0)
        smooth = targets * (1 - smoothing) + smoothing / 2
        there, absent = _focused(F.logsigmoid(logits), focal), _focused(F.logsigmoid(-logits), focal)
        there = there if weight is None else there * weight
        return -(there * smooth + absent * (1 - smooth)).mean(1).sum()

    def plain_loss(self, logits, targets):
        return F.binary_cross_entropy_with_logits(logits, targets, reduction='none').mean(1).sum()

    def right(self, _logits, _targets):
        return 0

    def metric(self, logits, targets):
        """The mean over the classes that images have of the average precision (scikit-learn's)."""
        pairs = [(logits[:, label], targets[:, label]) for label in range(logits.shape[1]) if targets[:, label].any()]
        return sum(_average_precision(*pair) for pair in pairs) / len(pairs) if pairs else float('nan')


class Numbers:
    """Outputs are in deviations from the mean of the training images."""

    has_accuracy = False

    def __init__(self, task):
        self.mean = torch.tensor([scale['mean'] for scale in task['scales']])
        self.deviation = torch.tensor([scale['deviation'] for scale in task['scales']])

    def labels(self, part):
        return (torch.tensor(part['targets'], dtype=torch.float32) - self.mean) / self.deviation

    def weight(self, _labels, _weights):
        return 1

    def loss(self, outputs, targets, stage, _weight):
        if 'huber' in stage:
            return F.huber_loss(outputs, targets, reduction='none', delta=stage['huber']).mean(1).sum()
        return self.plain_loss(outputs, targets)

    def plain_loss(self, outputs, targets):
        return F.mse_loss(outputs, targets, reduction='none').mean(1).sum()

    def right(self, _outputs, _targets):
        return 0

    def metric(self, outputs, targets):
        """The mean of R² over the targets."""
        left, whole = ((outputs - targets) ** 2).mean(0), targets.var(0, unbiased=False)
        return (1 - left / whole)[whole > 0].mean().item()


def _focused(logs, focal):
    return logs if focal == 0 else (1 - logs.exp()).clamp_min(1e-30) ** focal * logs


def _average_precision(scores, targets):
    """The mean precision over those that have the class, ranked by score; equal scores stand together."""
    order = scores.argsort(descending=True)
    scores, found = scores[order], targets[order].cumsum(0)
    ends = torch.cat([(scores[1:] != scores[:-1]).nonzero().flatten(), torch.tensor([len(scores) - 1])])
    gained = torch.diff(found[ends], prepend=torch.zeros(1))
    return (gained * found[ends] / (ends + 1)).sum().item() / targets.sum().item()
