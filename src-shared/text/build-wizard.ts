/** Words of the frame of the Builds view. */

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
} as const
