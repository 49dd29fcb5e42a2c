/**
 * Translates a Dockerfile into a definition as far as that goes. Whatever means something else afterwards, or
 * could not be carried over, is named with its line; nothing is dropped in silence.
 */
import type { StageDraft } from '../edit/stage-edit.ts'
import { printStages } from '../edit/stage-edit.ts'
import { type DockerfileInstruction, parseDockerfile } from './dockerfile-parse.ts'
import { translateStage } from './dockerfile-stage.ts'
import { findStage, type StageSource } from './dockerfile-state.ts'
import { createNoteTaker, type NoteTaker, type Translation } from './notes.ts'

export function translateDockerfile(source: string): Translation {
  const taker = createNoteTaker()
  const all = splitStages(parseDockerfile(source), taker)
  const stages = neededStages(all, taker)
  if (stages.length === 0) taker.note(1, 'no-from')
  const drafts: StageDraft[] = []
  const outside = new Map<string, string>()
  for (const [place, stage] of stages.entries()) {
    const isLast = place === stages.length - 1
    const earlier = all.slice(0, all.indexOf(stage))
    const translated = translateStage(stage, { stages: earlier, isLast, taker, outside })
    drafts.push(translated)
  }
  const images = [...outside].map(
    ([image, name]): StageDraft => ({
      header: [
        ['Bootstrap', 'docker'],
        ['From', image],
        ['Stage', name],
      ],
      sections: [],
    }),
  )
  return { text: printStages([...images, ...drafts]), notes: taker.notes() }
}

/** The last stage and those that it copies from, directly or not; as Docker, nothing else is built. */
function neededStages(stages: readonly StageSource[], taker: NoteTaker): readonly StageSource[] {
  const needed = new Set<StageSource>()
  const waiting = stages.slice(-1)
  for (let stage = waiting.pop(); stage !== undefined; stage = waiting.pop()) {
    if (needed.has(stage)) continue
    needed.add(stage)
    const earlier = stages.slice(0, stages.indexOf(stage))
    for (const { flags } of stage.instructions) {
      const from = flags.find(([name]) => name === 'from')?.[1]
      const source = from === undefined ? undefined : findStage(earlier, from)
      if (source !== undefined) waiting.push(source)
    }
  }
  for (const stage of stages) if (!needed.has(stage)) taker.note(stage.line, 'stage-not-needed', stage.name)
  return stages.filter((stage) => needed.has(stage))
}

/** Instructions by stage; a stage that begins from another one begins with its instructions. */
function splitStages(instructions: readonly DockerfileInstruction[], taker: NoteTaker): readonly StageSource[] {
  const globals: DockerfileInstruction[] = []
  const stages: StageSource[] = []
  let current: DockerfileInstruction[] | null = null
  for (const instruction of instructions) {
    if (instruction.name === 'FROM') {
      const stage = beginStage(instruction, stages, globals, taker)
      current = [...stage.instructions]
      stages.push({ ...stage, instructions: current })
    } else if (current !== null) current.push(instruction)
    else if (instruction.name === 'ARG') globals.push(instruction)
    else taker.note(instruction.line, 'instruction-unknown', instruction.name)
  }
  return stages
}

function beginStage(
  from: DockerfileInstruction,
  stages: readonly StageSource[],
  globals: readonly DockerfileInstruction[],
  taker: NoteTaker,
): StageSource {
  const [image = '', as = '', alias = ''] = from.text.split(/\s+/)
  const name = as.toLowerCase() === 'as' && alias !== '' ? alias : `stage-${stages.length}`
  for (const [flag, value] of from.flags) if (flag === 'platform') taker.note(from.line, 'from-platform', value)
  const parent = stages.find((stage) => stage.name.toLowerCase() === image.toLowerCase())
  if (parent === undefined) return { name, image, line: from.line, globals, instructions: [] }
  taker.note(from.line, 'from-stage', image)
  return { ...parent, name, line: from.line }
}
