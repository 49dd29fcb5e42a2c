/** COPY and ADD: lines of `%files`, commands for what they do besides, and stages for images they copy from. */
import { fileWord } from '../edit/list-edit.ts'
import { type DockerfileInstruction, dockerWords, documentSign, execForm, rewritable } from './dockerfile-parse.ts'
import { expand, findStage, folderWord, joined, type StageState } from './dockerfile-state.ts'
import { shellWord } from './dockerfile-variables.ts'

const archive = /\.(?:tar|tar\.(?:gz|bz2|xz|zst)|tgz|tbz2|txz)$/

export function copyFiles(instruction: DockerfileInstruction, state: StageState): void {
  const { line, name, flags, documents } = instruction
  const { taker } = state.around
  const words = (execForm(instruction.text) ?? dockerWords(instruction.text)).map((word) => expand(word, state, line))
  const target = words.at(-1) ?? ''
  const sources = words.slice(0, -1)
  const isFolder = target.endsWith('/') || target === '.' || target === '' || sources.length > 1
  const path = joined(state.folder, target)
  const destination = isFolder && path !== '/' ? `${path}/` : path
  const marker = markerOf(instruction, state)
  const written: string[] = []
  let document = 0
  for (const source of sources) {
    const found = source.startsWith('<<') ? documents[document] : undefined
    const own = found === undefined ? undefined : rewritable(found)
    if (own !== undefined) {
      document += 1
      const file = isFolder ? `${destination}${own.end}` : path
      state.post.push(`cat > ${folderWord(file)} ${documentSign(own)}`)
      state.post.push(...own.body.replace(/\n$/, '').split('\n'), own.end)
      state.hasRun = true
      written.push(file)
    } else if (name === 'ADD' && /^(?:git@|.*\.git(?:#.*)?$)/.test(source)) taker.note(line, 'add-git', source)
    else if (name === 'ADD' && /^https?:\/\//.test(source)) {
      const file = isFolder ? `${destination}${source.split(/[?#]/)[0]?.split('/').at(-1) ?? ''}` : path
      state.post.push(`curl -fsSL -o ${folderWord(file)} ${folderWord(source)}`)
      state.hasRun = true
      taker.note(line, 'add-download', source)
      written.push(file)
    } else written.push(...copyOne(instruction, state, { source, destination, isFolder, marker }))
  }
  changeOwners(flags, written, state, line)
}

interface OneCopy {
  readonly source: string
  /** Ends in a slash for a folder. */
  readonly destination: string
  readonly isFolder: boolean
  readonly marker: string
}

/** @returns where it ends up */
function copyOne(
  { line, name }: DockerfileInstruction,
  state: StageState,
  { source, destination, isFolder, marker }: OneCopy,
): readonly string[] {
  const { taker } = state.around
  const [from, to] = [fileWord(source), fileWord(destination)]
  if (from === null || to === null || source === '') {
    taker.note(line, 'copy-name', source)
    return []
  }
  const base = source.split('/').findLast((part) => part !== '') ?? ''
  const isWhole = source === '.' || source === './' || source === '/'
  const list = state.files.get(marker) ?? []
  // Without a slash behind the destination a new folder becomes the source, which is what Docker makes of it.
  const isContents = isWhole || source.endsWith('/')
  const target = isContents && destination.endsWith('/') && destination !== '/' ? destination.slice(0, -1) : destination
  list.push(`${from} ${fileWord(target) ?? to}`)
  state.files.set(marker, list)
  if (isContents || (destination.endsWith('/') && !/[.*?[]/.test(base))) taker.note(line, 'copy-folder', source)
  if (state.hasRun && !state.hasLateCopy) taker.note(line, 'copy-order')
  state.hasLateCopy = state.hasLateCopy || state.hasRun
  if (name === 'ADD' && archive.test(source)) {
    const file = isFolder ? `${destination}${base}` : destination
    const folder = isFolder ? destination : destination.slice(0, destination.lastIndexOf('/') + 1)
    state.post.push(`tar -xf ${folderWord(file)} -C ${folderWord(folder)} && rm ${folderWord(file)}`)
    state.hasRun = true
    taker.note(line, 'add-archive', source)
  }
  return [isFolder && !isContents ? `${destination}${base}` : target]
}

function markerOf({ flags, line }: DockerfileInstruction, state: StageState): string {
  const { stages, taker, outside } = state.around
  const from = flags.find(([name]) => name === 'from')?.[1]
  if (from === undefined) return 'files'
  const stage = findStage(stages, from)
  if (stage !== undefined) return `files from ${stage.name}`
  if (/^\d+$/.test(from)) {
    taker.note(line, 'copy-stage-unknown', from)
    return 'files'
  }
  const image = expand(from, state, line)
  const name = outside.get(image) ?? `image-${outside.size + 1}`
  if (!outside.has(image)) taker.note(line, 'copy-image', image)
  outside.set(image, name)
  return `files from ${name}`
}

function changeOwners(
  flags: DockerfileInstruction['flags'],
  written: readonly string[],
  state: StageState,
  line: number,
): void {
  const { taker } = state.around
  const places = written.map(folderWord).join(' ')
  for (const [name, value] of flags) {
    if (name === 'from' || places === '') continue
    if (name === 'chown') state.post.push(`chown -R ${shellWord(value)} ${places}`)
    else if (name === 'chmod') state.post.push(`chmod -R ${shellWord(value)} ${places}`)
    else if (name !== 'link') taker.note(line, 'copy-options', `--${name}`)
    if (name === 'chown' || name === 'chmod') state.hasRun = true
  }
}
