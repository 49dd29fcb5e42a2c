/** One stage of a Dockerfile as one stage of a definition. */
import type { SectionDraft, StageDraft } from '../edit/stage-edit.ts'
import { copyFiles } from './dockerfile-copy.ts'
import { type DockerfileInstruction, dockerPairs, execForm } from './dockerfile-parse.ts'
import { postLines, protectedLine, runLines } from './dockerfile-run.ts'
import {
  expand,
  folderWord,
  joined,
  type StageSource,
  type StageState,
  type StageSurroundings,
} from './dockerfile-state.ts'
import { expandingWord, shellWord } from './dockerfile-variables.ts'

export function translateStage(source: StageSource, around: StageSurroundings): StageDraft {
  const state: StageState = {
    around,
    arguments: new Map(),
    inherited: new Map(),
    argumentLines: new Map(),
    post: [],
    files: new Map(),
    environment: [],
    labels: new Map(),
    folder: '/',
    folderLine: source.line,
    shell: '',
    hasRun: false,
    hasLateCopy: false,
    entrypoint: null,
    command: null,
  }
  const header = headerOf(source, state)
  for (const instruction of source.instructions) {
    const before = state.post.length
    apply(instruction, state)
    const added = state.post.splice(before).flatMap((lines) => lines.split('\n'))
    for (const line of added) state.post.push(protectedLine(line, instruction.line, around.taker))
  }
  if (around.isLast && state.folder !== '/' && (state.entrypoint ?? state.command) !== null) {
    around.taker.note(state.folderLine, 'workdir-at-run', state.folder)
  }
  return { header, sections: sectionsOf(header, state) }
}

function headerOf(source: StageSource, state: StageState): StageDraft['header'] {
  const { taker, isLast } = state.around
  for (const global of source.globals) declare(global, state)
  const image = expand(source.image, state, source.line)
  // Arguments above the first FROM are for FROM lines only, until a stage names them again.
  for (const [name, value] of state.arguments) {
    state.inherited.set(name, value)
    if (!image.includes(`{{ ${name} }}`)) state.arguments.delete(name)
  }
  if (image.includes('#')) taker.note(source.line, 'comment-sign')
  const stageName = isLast ? [] : [['Stage', source.name] as const]
  if (image === 'scratch') return [['Bootstrap', 'scratch'], ...stageName]
  return [['Bootstrap', 'docker'], ['From', image], ...stageName]
}

function declare(instruction: DockerfileInstruction, state: StageState): void {
  for (const [name, value] of dockerPairs(instruction.text.includes('=') ? instruction.text : `${instruction.text}=`)) {
    if (!/^[A-Za-z_]\w*$/.test(name)) continue
    const written = value === '' ? (state.inherited.get(name) ?? null) : expand(value, state, instruction.line)
    state.arguments.set(name, written)
    state.argumentLines.set(name, instruction.line)
  }
}

function apply(instruction: DockerfileInstruction, state: StageState): void {
  const { taker } = state.around
  const { name, line, text } = instruction
  switch (name) {
    case 'ARG': {
      const before = new Set(state.arguments.keys())
      declare(instruction, state)
      for (const argument of state.arguments.keys()) {
        // Commands see build arguments as variables.
        if (!before.has(argument)) state.post.push(`export ${argument}="{{ ${argument} }}"`)
      }
      break
    }
    case 'RUN':
      runLines(instruction, state)
      break
    case 'COPY':
    case 'ADD':
      copyFiles(instruction, state)
      break
    case 'ENV':
      for (const [variable, value] of dockerPairs(text)) {
        if (!/^[A-Za-z_]\w*$/.test(variable)) continue
        const assignment = `export ${variable}=${expandingWord(expand(value, state, line))}`
        state.environment.push(assignment)
        state.post.push(assignment)
      }
      break
    case 'WORKDIR': {
      const folder = expand(text.replace(/^"(.*)"$/, '$1'), state, line)
      state.folder = joined(state.folder, folder)
      state.folderLine = line
      state.post.push(`mkdir -p ${folderWord(state.folder)}`, `cd ${folderWord(state.folder)}`)
      break
    }
    case 'LABEL':
      for (const [label, value] of dockerPairs(text)) addLabel(state, line, label, value)
      break
    case 'MAINTAINER':
      addLabel(state, line, 'maintainer', text)
      break
    case 'ENTRYPOINT':
      state.entrypoint = execForm(text) ?? text
      if (typeof state.entrypoint === 'string') taker.note(line, 'entrypoint-shell')
      // Docker forgets an earlier CMD when ENTRYPOINT is set.
      state.command = null
      break
    case 'CMD':
      state.command = execForm(text) ?? text
      break
    case 'SHELL':
      setShell(state, line, execForm(text) ?? [])
      break
    case 'EXPOSE':
      taker.note(line, 'expose', text)
      break
    case 'VOLUME':
      for (const folder of execForm(text) ?? text.split(/\s+/)) {
        state.post.push(`mkdir -p ${folderWord(expand(folder, state, line))}`)
        taker.note(line, 'volume', folder)
      }
      break
    case 'USER':
      taker.note(line, 'user', text)
      break
    case 'HEALTHCHECK':
      taker.note(line, 'healthcheck')
      break
    case 'STOPSIGNAL':
      taker.note(line, 'stop-signal', text)
      break
    case 'ONBUILD':
      taker.note(line, 'on-build')
      break
    default:
      taker.note(line, 'instruction-unknown', name)
  }
}

function addLabel(state: StageState, line: number, label: string, value: string): void {
  const { taker } = state.around
  if (/\s/.test(label) || label === '') {
    taker.note(line, 'label-name', label)
    return
  }
  if (/\n/.test(value)) taker.note(line, 'label-line-end', label)
  state.labels.set(label, expand(value, state, line).replace(/\s*\n\s*/g, ' '))
}

function setShell(state: StageState, line: number, words: readonly string[]): void {
  const { taker } = state.around
  const [program = '', ...options] = words
  const isShell = /\/(?:ba|z|k|da|)sh$/.test(program) || ['sh', 'bash', 'zsh'].includes(program)
  if (!isShell || options.at(-1)?.endsWith('c') !== true) {
    taker.note(line, 'shell-unusual', words.join(' '))
    return
  }
  if (state.hasRun) taker.note(line, 'shell-changed')
  // The command that was to follow -c is a file here, and -e is what stops a build at a failing command.
  const kept = options.flatMap((option) => {
    const rest = option === '-c' ? '' : option.replace(/^(-\w*)c$/, '$1')
    return rest === '' || rest === '-' ? [] : [rest]
  })
  const others = kept.filter((option) => option !== '-e')
  state.shell = `-c ${[program, '-e', ...others].join(' ')}`
}

function sectionsOf(header: StageDraft['header'], state: StageState): readonly SectionDraft[] {
  const { isLast } = state.around
  const sections: SectionDraft[] = []
  const add = (marker: string, lines: readonly string[]): void => {
    if (lines.length > 0) sections.push({ marker, text: indented(lines) })
  }
  for (const [marker, lines] of state.files) add(marker, lines)
  const commands = postLines(state.post)
  // Variables alone change nothing in the image.
  if (state.hasRun || commands.some((line) => !/^\s*(?:export|#)/.test(line))) {
    sections.push({ marker: state.shell === '' ? 'post' : `post ${state.shell}`, text: commands.join('\n') })
  }
  if (isLast) {
    add('environment', state.environment)
    add('runscript', runscript(state))
    add(
      'labels',
      [...state.labels].map(([name, value]) => `${name} ${value}`.trim()),
    )
  }
  return [...argumentSection(header, state, sections), ...sections]
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => (line === '' ? line : `    ${line}`)).join('\n')
}

/** Defaults of the arguments that something in the stage uses. */
function argumentSection(
  header: StageDraft['header'],
  state: StageState,
  sections: readonly SectionDraft[],
): readonly SectionDraft[] {
  const whole = [...header.map(([, value]) => value), ...sections.map(({ text }) => text)].join('\n')
  const used = [...state.arguments].filter(([name]) => whole.includes(`{{ ${name} }}`))
  if (used.length === 0) return []
  const lines = used.map(([name, value]) => {
    if (value !== null && value !== '') return `${name}=${value}`
    state.around.taker.note(state.argumentLines.get(name) ?? 1, 'argument-without-default', name)
    return `# ${name}=`
  })
  return [{ marker: 'arguments', text: indented(lines) }]
}

/** Arguments of the user take the place of CMD, as in Docker. */
function runscript({ entrypoint, command, folder }: StageState): readonly string[] {
  const words = (list: readonly string[]): string => list.map(shellWord).join(' ')
  const start = folder === '/' ? [] : [`cd ${folderWord(folder)} || exit 1`]
  if (typeof entrypoint === 'string') return [...start, ...shellForm(entrypoint)]
  if (entrypoint !== null && entrypoint.length > 0) {
    const fallback = typeof command === 'string' ? ['/bin/sh', '-c', command] : (command ?? [])
    const defaults = fallback.length === 0 ? [] : ['if [ $# -eq 0 ]; then', `    set -- ${words(fallback)}`, 'fi']
    return [...start, ...defaults, `exec ${words(entrypoint)} "$@"`]
  }
  if (command === null || command.length === 0) return []
  const given = ['if [ $# -gt 0 ]; then', '    exec "$@"', 'fi']
  return [...start, ...given, ...(typeof command === 'string' ? shellForm(command) : [`exec ${words(command)}`])]
}

function shellForm(command: string): readonly string[] {
  return [/^[^;&|<>()]+$/.test(command) && !command.startsWith('exec ') ? `exec ${command}` : command]
}
