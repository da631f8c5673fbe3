"""Trains an Attune run in PyTorch, on one process or many:

    python train.py
    torchrun --nproc_per_node 2 train.py --amp

Prints a JSON line before training and after each epoch; writes `last.pth` and `best.pth` to --out."""
import argparse
import contextlib
import json
import os
import time

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader

from images import Images, Order, batches
from network import build_network
from schedule import schedule_at
from tasks import task_of

here = os.path.dirname(os.path.abspath(__file__))


def main():
    options = parse_options()
    with open(os.path.join(here, 'project.json')) as file:
        project = json.load(file)
    if 'RANK' in os.environ:
        dist.init_process_group('nccl' if torch.cuda.is_available() else 'gloo')
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.manual_seed(project['seed'])
    try:
        Trainer(project, options).run()
    finally:
        if dist.is_initialized():
            dist.destroy_process_group()


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--data', help='folder of the images, where it is not the one in project.json')
    parser.add_argument('--weights', default='start.pth', help='start.pth: what the run began with; weights.pth: its best')
    parser.add_argument('--out', default='.', help='folder for last.pth and best.pth')
    parser.add_argument('--order', choices=['attune', 'random'], default='attune', help="visit the images in Attune's order, or in one of torch's")
    parser.add_argument('--amp', action='store_true', help='compute in half precision where that is safe')
    parser.add_argument('--workers', type=int, default=0, help='processes that load images, for each process that trains')
    parser.add_argument('--threads', type=int, default=0, help='threads of each process on a CPU')
    parser.add_argument('--evaluate', action='store_true', help='validate only')
    return parser.parse_args()


class Trainer:
    def __init__(self, project, options):
        self.project, self.options = project, options
        self.rank = dist.get_rank() if dist.is_initialized() else 0
        self.world = dist.get_world_size() if dist.is_initialized() else 1
        self.device = self._device()
        self.task = task_of(project)
        self.train, self.validation = (
            Images(project, part, options.data, self.task.labels(project['images'][part])) for part in ('train', 'validation')
        )
        path = os.path.join(here, 'order.bin') if options.order == 'attune' else None
        self.order = Order(len(self.train), project['seed'], path)
        self.network = build_network(project)
        self.network.load_state_dict(torch.load(os.path.join(here, options.weights), map_location='cpu'))
        if self.device.type == 'cuda' and self.world > 1:
            self.network = nn.SyncBatchNorm.convert_sync_batchnorm(self.network)
        self.network.to(self.device)
        self.scaler = torch.cuda.amp.GradScaler(enabled=options.amp and self.device.type == 'cuda')
        self.memory, self.best = None, -float('inf')

    def _device(self):
        if not torch.cuda.is_available():
            return torch.device('cpu')
        local = int(os.environ.get('LOCAL_RANK', 0))
        torch.cuda.set_device(local)
        return torch.device('cuda', local)

    def run(self):
        loss, metric = self.validate()
        self.tell({'stage': None, **self.scores(loss, metric)})
        if self.options.evaluate:
            return
        number, losses, taken = 0, [], 0
        for index, stage in enumerate(self.project['stages']):
            if not stage['carryOver'] or 'optimizer' in stage:
                self.memory = None
            if not stage['carryOver']:
                losses, taken = [], 0
            chain = stages_of_chain(self.project['stages'], index)
            step = taken
            if stage['epochs'] > 0:
                network, optimizer = self.open_stage(stage)
            for epoch in range(stage['epochs']):
                started = time.time()
                groups = self.steps_of(number, stage)
                total = taken + len(groups) * sum(one['epochs'] for one in chain)
                seen, loaded = [0, 0, 0], iter(self.load(groups, stage))
                for batch_group in groups:
                    set_rates(optimizer, [schedule_at(stage, group, step, total, len(groups), losses) for group in stage['groups']])
                    seen = [sum(pair) for pair in zip(seen, self.step(network, optimizer, stage, batch_group, loaded))]
                    step += 1
                loss, metric = self.validate()
                losses.append(loss)
                number += 1
                accuracy = {'trainAccuracy': seen[1] / seen[2]} if self.task.has_accuracy else {}
                self.tell({'stage': stage['name'], 'epoch': epoch, 'trainLoss': seen[0] / seen[2], **accuracy,
                           **self.scores(loss, metric), 'seconds': time.time() - started})
                self.save(metric)
            taken = step
            if stage['epochs'] > 0:
                self.memory = optimizer
                del network

    def open_stage(self, stage):
        """Lets the stage's parameters move, and gives the network to train with and its optimizer."""
        parameters = dict(self.network.named_parameters())
        moving = {name for group in stage['groups'] for name in group['parameters']}
        for name, parameter in parameters.items():
            parameter.requires_grad_(name in moving)
            parameter.grad = None
        optimizer = make_optimizer(stage.get('optimizer', self.project['optimizer']), stage, parameters)
        if self.memory is not None:
            optimizer.state.update({key: value for key, value in self.memory.state.items() if key.requires_grad})
        if self.world == 1:
            return self.network, optimizer
        places = [self.device.index] if self.device.type == 'cuda' else None
        return DistributedDataParallel(self.network, device_ids=places), optimizer

    def steps_of(self, epoch, stage):
        """[steps] of batches, each the images of all processes together."""
        cut = batches(self.order.epoch(epoch), self.project['batchSize'])
        return [cut[start : start + stage['accumulate']] for start in range(0, len(cut), stage['accumulate'])]

    def step(self, network, optimizer, stage, group, loaded):
        """One step with the gradient of the mean loss over all images of the batches, whichever process has them.

        Gives the sums of losses and of right answers and what they are over, of all processes."""
        self.network.train()
        for name, module in self.network.named_modules():
            if isinstance(module, nn.modules.batchnorm._BatchNorm) and name not in stage['norms']:
                module.eval()
        weights = stage.get('classWeights')
        weight = None if weights is None else torch.tensor(weights, device=self.device)
        whole = sum(self.task.weight(self.train.labels[image], weights) for batch in group for image in batch)
        sums = torch.zeros(3, device=self.device, dtype=torch.float64)
        for index, batch in enumerate(group):
            own = batch[self.rank :: self.world]
            images, labels = (tensor.to(self.device) for tensor in next(loaded))
            last = index == len(group) - 1
            with contextlib.nullcontext() if last or self.world == 1 else network.no_sync():
                with self.autocast():
                    logits = network(images)
                loss = self.task.loss(logits.float(), labels, stage, weight)
                loss = loss * (1 if own else 0)  # a process without an image takes part, for nothing
                self.scaler.scale(loss * self.world / whole).backward()
            right = self.task.right(logits, labels) if own else 0
            sums += torch.tensor([loss.item() / whole * sum(map(len, group)), right, len(own)], device=self.device, dtype=torch.float64)
        self.scaler.unscale_(optimizer)
        clip(optimizer, stage)
        self.scaler.step(optimizer)
        self.scaler.update()
        optimizer.zero_grad(set_to_none=True)
        if self.world > 1:
            dist.all_reduce(sums)
        return sums.tolist()

    def load(self, groups, stage):
        """What this process has of each batch; of a batch that is too small for all, its first image."""
        own = [batch[self.rank :: self.world] or batch[:1] for group in groups for batch in group]
        items = [[(image, stage['augment']) for image in batch] for batch in own]
        return DataLoader(self.train, batch_sampler=items, num_workers=self.options.workers)

    def autocast(self):
        kind = torch.float16 if self.device.type == 'cuda' else torch.bfloat16
        return torch.autocast(self.device.type, kind, enabled=self.options.amp)

    @torch.no_grad()
    def validate(self):
        """Mean loss and the task's metric over all validation images."""
        self.network.eval()
        total, seen = 0, []
        own = range(self.rank, len(self.validation), self.world)
        for images, labels in DataLoader(self.validation, batch_size=64, sampler=own, num_workers=self.options.workers):
            images, labels = images.to(self.device), labels.to(self.device)
            with self.autocast():
                logits = self.network(images)
            total += self.task.plain_loss(logits.float(), labels).item()
            seen.append((logits.float().cpu(), labels.cpu()))
        parts = [(total, seen)]
        if self.world > 1:
            parts = [None] * self.world
            dist.all_gather_object(parts, (total, seen))
        outputs, labels = (torch.cat(tensors) for tensors in zip(*(pair for _, pairs in parts for pair in pairs)))
        return sum(part for part, _ in parts) / len(self.validation), self.task.metric(outputs, labels)

    def scores(self, loss, metric):
        return {'validationLoss': loss, 'validationAccuracy' if self.task.has_accuracy else 'validationMetric': metric}

    def tell(self, line):
        if self.rank == 0:
            print(json.dumps(line), flush=True)

    def save(self, metric):
        if self.rank == 0:
            os.makedirs(self.options.out, exist_ok=True)
            torch.save(self.network.state_dict(), os.path.join(self.options.out, 'last.pth'))
            if metric > self.best:
                torch.save(self.network.state_dict(), os.path.join(self.options.out, 'best.pth'))
        self.best = max(self.best, metric)


def stages_of_chain(stages, index):
    """A stage and those behind it that go on with its schedule."""
    last = index
    while last + 1 < len(stages) and stages[last + 1]['carryOver']:
        last += 1
    return stages[index : last + 1]


def make_optimizer(settings, stage, parameters):
    groups = []
    for place, group in enumerate(stage['groups']):
        decaying = [parameters[name] for name in group['parameters'] if name not in group['undecayed']]
        still = [parameters[name] for name in group['parameters'] if name in group['undecayed']]
        shared = {'place': place, 'name': group['name'], 'rate': group['learningRate'], 'lr': group['learningRate']}
        groups += [{**shared, 'params': decaying, 'weight_decay': group['weightDecay']}] if decaying else []
        groups += [{**shared, 'params': still, 'weight_decay': 0}] if still else []
    if settings['kind'] == 'sgd':
        return torch.optim.SGD(groups, lr=0.1, momentum=settings['momentum'], nesterov=settings['nesterov'])
    kinds = {'adam': torch.optim.Adam, 'adamw': torch.optim.AdamW}
    return kinds[settings['kind']](groups, betas=tuple(settings['betas']), eps=settings['epsilon'])


def clip(optimizer, stage):
    """Clips the gradients of all groups by one norm, but for groups with a norm of their own."""
    own = {group['name']: group['clipNorm'] for group in stage['groups'] if 'clipNorm' in group}
    together = [p for g in optimizer.param_groups if g['name'] not in own for p in g['params']]
    if 'clipNorm' in stage and together:
        nn.utils.clip_grad_norm_(together, stage['clipNorm'])
    for name, limit in own.items():
        apart = [p for g in optimizer.param_groups if g['name'] == name for p in g['params']]
        if apart:
            nn.utils.clip_grad_norm_(apart, limit)


def set_rates(optimizer, rates):
    for group in optimizer.param_groups:
        factor, momentum = rates[group['place']]
        group['lr'] = group['rate'] * factor
        if momentum is not None and 'momentum' in group:
            group['momentum'] = momentum
        elif momentum is not None:
            group['betas'] = (momentum, group['betas'][1])


if __name__ == '__main__':
    main()
