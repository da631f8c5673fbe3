"""The images of an Attune run: the same files in the same parts, prepared in the same way."""
import os
import struct

import torch
from PIL import Image, ImageOps
from torch.utils.data import Dataset
from torchvision import transforms
from torchvision.transforms import InterpolationMode

here = os.path.dirname(os.path.abspath(__file__))


class Images(Dataset):
    """Labelled images of one part. An item is a position, or (position, whether to augment)."""

    def __init__(self, project, part, data, labels):
        self.folder = data or project['images']['folder']
        self.paths = project['images'][part]['paths']
        self.labels = labels
        self.channels = len(project['preprocessing']['mean'])
        self.plain = evaluation_transform(project['preprocessing'])
        self.varied = training_transform(project['augmentation'], project['preprocessing'])

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, item):
        position, augment = item if isinstance(item, tuple) else (item, False)
        image = read_image(self._path(self.paths[position]), self.channels)
        return (self.varied if augment else self.plain)(image), self.labels[position]

    def _path(self, path):
        return os.path.join(here if self.folder is None else self.folder, path)


def read_image(path, channels=3):
    """RGB, or gray of 1 channel: turned as EXIF says, transparency over white, but for 4 channels, which have it."""
    image = ImageOps.exif_transpose(Image.open(path))
    if channels == 4:
        return image.convert('RGBA')
    return _colours(image).convert('L' if channels == 1 else 'RGB')


def _colours(image):
    if image.mode in ('RGBA', 'LA', 'PA') or 'transparency' in image.info:
        image = image.convert('RGBA')
        white = Image.new('RGBA', image.size, 'white')
        return Image.alpha_composite(white, image).convert('RGB')
    return image.convert('RGB')


def evaluation_transform(preprocessing):
    return transforms.Compose([*_square(preprocessing), *_numbers(preprocessing)])


def _square(preprocessing):
    resize = transforms.Resize(preprocessing['resizeSize'], InterpolationMode(preprocessing['interpolation']))
    return [resize, transforms.CenterCrop(preprocessing['imageSize'])]


def _numbers(preprocessing):
    return [transforms.ToTensor(), transforms.Normalize(preprocessing['mean'], preprocessing['std'])]


def training_transform(augmentation, preprocessing):
    """As Attune's in distribution: random numbers are torch's own."""
    kind = augmentation['kind']
    if kind == 'none':
        return evaluation_transform(preprocessing)
    if kind == 'padded-crop':
        crop = transforms.RandomCrop(preprocessing['imageSize'], augmentation['padding'], fill=augmentation.get('fill', 0))
        cut = [*_square(preprocessing), crop]
    else:
        mode = InterpolationMode(preprocessing['interpolation'])
        cut = [transforms.RandomResizedCrop(preprocessing['imageSize'], augmentation['scale'], augmentation['ratio'], mode)]
    flip = transforms.RandomHorizontalFlip(augmentation['flip'])
    erasing = augmentation.get('erasing')
    erase = [] if erasing is None else [transforms.RandomErasing(erasing['probability'], erasing['scale'], erasing['ratio'])]
    return transforms.Compose([*cut, flip, *_variation(augmentation.get('variation')), *_numbers(preprocessing), *erase])


def _variation(variation):
    if variation is None:
        return []
    if variation['kind'] == 'trivial-augment':
        return [transforms.TrivialAugmentWide()]
    if variation['kind'] == 'rand-augment':
        return [transforms.RandAugment(variation['operations'], int(variation['magnitude']))]
    return [transforms.ColorJitter(*(variation[name] for name in ('brightness', 'contrast', 'saturation', 'hue')))]


class Order:
    """The images of each epoch, in the order in which Attune visits them: `order.bin`, int32, an epoch after the other.

    Where it does not fit the data, or is not wanted, an order that (seed, epoch) decide."""

    def __init__(self, size, seed, path=None):
        self.size, self.seed, self.epochs = size, seed, []
        if path is not None and os.path.exists(path):
            with open(path, 'rb') as file:
                numbers = file.read()
            count = len(numbers) // 4
            if count > 0 and count % size == 0:
                values = struct.unpack(f'<{count}i', numbers)
                self.epochs = [list(values[start : start + size]) for start in range(0, count, size)]

    def epoch(self, number):
        if number < len(self.epochs):
            return self.epochs[number]
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + number)
        return torch.randperm(self.size, generator=generator).tolist()


def batches(order, size):
    """Cuts an order into batches; a lone last image joins the batch before it."""
    cut = [order[start : start + size] for start in range(0, len(order), size)]
    if size > 1 and len(cut) > 1 and len(cut[-1]) == 1:
        cut[-2:] = [cut[-2] + cut[-1]]
    return cut
