#!/usr/bin/env bash
# Places images onto the maps of a run, in eight shards side by side:
#
#   shards=$(sbatch --parsable examples/slurm.sh artifacts/mnist-cae data/digits.npy)
#   sbatch --dependency=afterok:"$shards" --wrap 'npm run merge -- artifacts/digits-on-mnist-cae'
#
# from a clone of Caelum after `npm ci`, with images of your own. Slurm gives each task a number,
# SLURM_ARRAY_TASK_ID, which `auto` reads. A shard that died is run again alone, here the third, and the
# merge, which never begins after a failure, is submitted again:
#
#   sbatch --array=3 examples/slurm.sh artifacts/mnist-cae data/digits.npy
#
# Further options go to analyze: with --out /scratch/digits each shard has its folder in there.
#SBATCH --job-name=caelum
#SBATCH --array=1-8
#SBATCH --cpus-per-task=2
#SBATCH --mem=2G
set -euo pipefail
run=$1 images=$2
shift 2
npm run analyze -- --onto "$run" --dataset "$images" --shard auto/8 "$@"
