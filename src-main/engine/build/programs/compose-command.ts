/**
 * The command that builds with an installed program, argument by argument: what is shown is what is run. No shell
 * ever sees it. Source: build reference, 2.2 to 2.4.
 */
import type { BuildProgram } from '../../../../src-shared/model/build.ts'

export interface CommandQuestion {
  readonly program: Pick<BuildProgram, 'name' | 'path'>
  /** Of this user on this computer. */
  readonly user: BuildUser
  readonly isDefinition: boolean
  /** The file it is to make. */
  readonly output: string
  /** A definition file, an image or a reference. */
  readonly source: string
  readonly force: boolean
  readonly sections: readonly string[]
  readonly arguments: Readonly<Record<string, string>>
}

export interface BuildUser {
  readonly isRoot: boolean
  /** Whether there is a range of ids for user namespaces. */
  readonly hasSubordinateIds: boolean
  readonly hasProot: boolean
}

export function composeCommand(question: CommandQuestion): readonly string[] {
  const { program, output, source, force, sections } = question
  const isAll = sections.length === 1 && sections[0] === 'all'
  return [
    ...[program.path, '--nocolor', 'build'],
    ...(force ? ['--force'] : []),
    ...(needsFakeroot(question) ? ['--fakeroot'] : []),
    ...(question.isDefinition && !isAll ? ['--section', sections.join(',')] : []),
    ...Object.entries(question.arguments).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...[output, source],
  ]
}

/** apptainer does by itself what is needed; singularity wants to be told, unless it has nothing but proot. */
export function needsFakeroot({
  program,
  user,
  isDefinition,
}: Pick<CommandQuestion, 'program' | 'user' | 'isDefinition'>): boolean {
  if (program.name === 'apptainer' || user.isRoot || !isDefinition) return false
  return user.hasSubordinateIds || !user.hasProot
}
