/** What trains on each set: our recipes by name, and PyTorch's program. */
export const trialPrograms = ['three-stage', 'head-only', 'head-only-as-long', 'torch_three_stage.py'] as const;
