/**
 * Which of the two known builders a result follows where they differ: labels and the behaviour of a few
 * scripts. The tree of an image is the same with both.
 */
export const builders = ['singularity', 'apptainer'] as const
export type Builder = (typeof builders)[number]

/** Where a container keeps what belongs to the container programs. */
export const metadataFolder = '/.singularity.d'
