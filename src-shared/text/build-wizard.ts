/** Words of the Builds view: its frame, the start page and the first step, the definition. */

export const buildSteps = ['definition', 'build', 'publish'] as const
/** The way of a build: written, built, handed on. */
export type BuildStepName = (typeof buildSteps)[number]

export const buildStepTitles: Readonly<Record<BuildStepName, string>> = {
  definition: 'Definition',
  build: 'Build',
  publish: 'Sign, verify, push',
}

export const buildWizardText = {
  title: 'Builds',
  newBuild: 'New build',
  steps: 'Steps',
  stepDone: 'done',
  startTitle: 'New build',
  startText:
    'A definition says what an image is made of. Begin with one of these; everything can be changed afterwards.',
} as const
