import type { NameChange } from '@attune/checkpoint';
import type { AttentionPlacement, GateSelection } from '@attune/nn';
import type { RecipeSource } from '@attune/run';
import type { AttentionKind } from '@attune/zoo';

/** What is chosen for the next training, and what it comes to. */
export interface ChoiceRequests {
  /** What a choice's weights are, and how they fit its network: the loading plan's
   * counts. Null for none.
   *
   * @throws the package's own clear error for a bad file. */
  describeWeights(model: ModelChoice, onProgress?: (done: number, total: number | null) => void): Promise<WeightsDescription | null>;
  /** Blocks with their cost, with and without CBAM in each. */
  describeModel(model: ModelChoice): Promise<ModelDescription>;
  /** A recipe by name or as YAML or JSON text, as table rows and as YAML: the same file
   * as the command's.
   *
   * @throws a RecipeError that lists every fault. */
  describeRecipe(recipe: RecipeChoice, model: ModelChoice): Promise<RecipeDescription>;
  /** The recipe with one thing changed in one of its stages.
   *
   * @throws a RecipeError when it is none any more. */
  changeRecipe(recipe: RecipeChoice, change: RecipeChange, model: ModelChoice): Promise<RecipeDescription>;
  /** Every network there is, in the order of a list to choose from. */
  architectures(): Promise<readonly ArchitectureOffer[]>;
  /** Remembers what is chosen, for a reload and for the project's file. */
  keep(choices: Choices): Promise<void>;
}

/** `sample` is the small network that comes along with the page. */
export type WeightsSource =
  /** `setAside`: not by choice, but because the sample's weights fit another architecture. */
  | { readonly kind: 'none'; readonly setAside?: true }
  | { readonly kind: 'sample' }
  | { readonly kind: 'file'; readonly name: string; readonly file: Blob }
  | { readonly kind: 'url'; readonly url: string };

export interface WeightsDescription {
  /** null when its tensors' names and shapes fit none. */
  readonly architecture: string | null;
  /** Whose names it has: torchvision, timm, … */
  readonly flavour: string;
  readonly format: string;
  readonly classes: number | null;
  readonly tensors: number;
  /** What is renamed and left out when it is loaded. */
  readonly changes: readonly NameChange[];
  /** What a network for this file would be, when its names tell. */
  readonly suits: Partial<Pick<ModelChoice, 'architecture' | 'attention' | 'placement' | 'reduction' | 'attentionKernel' | 'attentionGates' | 'imageSize'>>;
  /** Whether the chosen architecture can take them. */
  readonly fits: boolean;
  /** Against the chosen architecture with the dataset's classes. */
  readonly plan: { readonly loaded: number; readonly fresh: number; readonly unused: number };
}

export interface ArchitectureOffer {
  readonly name: string;
  /** Side of the square images that it was made for, in pixels. */
  readonly imageSize: number;
  readonly placements: readonly AttentionPlacement[];
  /** The usual one of these. */
  readonly placement: AttentionPlacement;
}

export interface ModelChoice {
  readonly architecture: string;
  readonly weights: WeightsSource;
  readonly attention: AttentionKind;
  readonly placement: AttentionPlacement;
  readonly reduction: number;
  /** Of CBAM: the side of the convolution that scores positions, and which gates there are. As in
   * the weights when left out, else 7 and both. */
  readonly attentionKernel?: number;
  readonly attentionGates?: GateSelection;
  /** Ids of `ModelDescription.blocks` that carry a CBAM; all that can when left out. */
  readonly attentionBlocks?: readonly string[];
  /** Side of the square that the network sees; as the weights' card says when left out, else what
   * the architecture was made for. */
  readonly imageSize?: number;
  readonly seed?: number;
}

export interface ModelBlock {
  /** Its path in the state dict: `layer1.0`. */
  readonly id: string;
  readonly label: string;
  /** Which size of maps it belongs to, as `layer1`. */
  readonly stage: string;
  /** [height, width, channels] */
  readonly output: readonly [number, number, number];
  /** Without its CBAM. */
  readonly parameters: number;
  readonly multiplyAdds: number;
  readonly canAttend: boolean;
  readonly attends: boolean;
  /** What a CBAM in it costs, whether or not it has one. */
  readonly attentionParameters: number;
  readonly attentionMultiplyAdds: number;
}

export interface ModelDescription {
  readonly architecture: string;
  readonly imageSize: number;
  readonly blocks: readonly ModelBlock[];
  readonly parameters: number;
  readonly multiplyAdds: number;
  /** What its kind of attention takes beside the reduction. */
  readonly attentionTakes: readonly ('kernelSize' | 'gates')[];
  /** For one image in training. */
  readonly trainingBytes: number;
  /** How such a network is usually trained on so many photos: the name of a recipe with the epochs
   * of its stages, and images per step. */
  readonly suits: { readonly recipe: string; readonly epochs: readonly number[] | null; readonly batchSize: number };
}

/** `epochs` of each stage; the recipe's own when left out. */
export type RecipeChoice = RecipeSource & { readonly epochs?: readonly number[] };

/** What a stage may train: a group of it, or one of another stage that this one holds still. */
export interface RecipePart {
  readonly name: string;
  readonly trains: boolean;
  /** Where it is held still, the rate it has elsewhere. */
  readonly learningRate: number;
  /** Scalars that it trains in the chosen network. */
  readonly parameters: number;
}

export interface RecipeStage {
  readonly name: string;
  readonly epochs: number;
  /** Every part that any of the recipe's stages trains. */
  readonly parts: readonly RecipePart[];
  readonly schedule: string;
  readonly batchNorm: 'frozen' | 'update' | 'where-trained';
  readonly augment: boolean;
}

/** `stage` is its number, `part` the name of a part in it. */
export type RecipeChange =
  | { readonly stage: number; readonly kind: 'epochs'; readonly epochs: number }
  | { readonly stage: number; readonly kind: 'rate'; readonly part: string; readonly learningRate: number }
  | { readonly stage: number; readonly kind: 'thaw' | 'freeze'; readonly part: string };

export interface RecipeDescription {
  readonly name: string;
  readonly stages: readonly RecipeStage[];
  readonly yaml: string;
  /** Whether the rates of the body are multiplied by what the photos say, before it trains. */
  readonly measuresRates: boolean;
  /** Every recipe that goes by a name. */
  readonly names: readonly string[];
}

/** What the second step of the page decides; null follows the network. */
export interface Choices {
  readonly model: ModelChoice;
  readonly recipe: RecipeChoice | null;
  readonly batchSize: number | null;
}
