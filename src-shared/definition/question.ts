/**
 * Writes a definition from answers to a few questions, for people who know what they want to have in an image and
 * not yet how a definition says it. What it writes is meant to be read and changed.
 */
import { readTypedBase } from './base.ts'
import { fileWord } from './edit/list-edit.ts'
import { printStages, type SectionDraft } from './edit/stage-edit.ts'

export const packageManagers = ['apt-get', 'apk', 'dnf', 'zypper', 'pacman'] as const
export type PackageManager = (typeof packageManagers)[number]

export interface DefinitionAnswers {
  /** A reference, a path or `scratch`. */
  readonly base: string
  /** What installs packages in the base; null when it is not known. */
  readonly packageManager: PackageManager | null
  /** Names of packages of the distribution. */
  readonly packages: readonly string[]
  /** Names of packages of PyPI, with versions as pip takes them. */
  readonly pythonPackages: readonly string[]
  readonly files: readonly { readonly source: string; readonly destination: string }[]
  /** The command that the image runs; what the user types follows it. */
  readonly run: string
  readonly labels: readonly (readonly [name: string, value: string])[]
}

/** Names of images and what installs packages in them, the first that fits. */
const knownBases: readonly (readonly [RegExp, PackageManager])[] = [
  [/alpine/, 'apk'],
  [/fedora|rocky|alma|centos|rhel|ubi[0-9]|oraclelinux|amazonlinux/, 'dnf'],
  [/suse|leap|tumbleweed/, 'zypper'],
  [/archlinux/, 'pacman'],
  [
    /debian|ubuntu|python|rocker|r-ver|golang|rust|node|nvidia|cuda|pytorch|tensorflow|bookworm|bullseye|trixie|jammy|noble/,
    'apt-get',
  ],
]

/** What probably installs packages in a base, by its name; null when that says nothing. */
export function guessPackageManager(base: string): PackageManager | null {
  const name = base.toLowerCase()
  return knownBases.find(([pattern]) => pattern.test(name))?.[1] ?? null
}

/** Words that were typed into one field, separated by blanks, commas or line ends. */
export function splitNames(typed: string): readonly string[] {
  return typed.split(/[\s,]+/).filter((name) => name !== '')
}

/** What a base needs so that Python packages can be installed, when its name does not say that it has Python. */
const pythonOf: Readonly<Record<PackageManager, readonly string[]>> = {
  'apt-get': ['python3', 'python3-venv'],
  apk: ['python3', 'py3-pip'],
  dnf: ['python3', 'python3-pip'],
  zypper: ['python3', 'python3-pip'],
  pacman: ['python', 'python-pip'],
}

export function writeDefinition(answers: DefinitionAnswers): string {
  const { agent, from } = readTypedBase(answers.base)
  const sections: SectionDraft[] = []
  const files = answers.files.flatMap(fileLine)
  if (files.length > 0) sections.push({ marker: 'files', text: indented(files) })
  const post = postLines(answers)
  if (post.length > 0) sections.push({ marker: 'post', text: indented(post) })
  if (answers.pythonPackages.length > 0) {
    sections.push({
      marker: 'environment',
      text: indented(['export PATH="/opt/env/bin:$PATH"', 'export PYTHONNOUSERSITE=1']),
    })
  }
  if (answers.run.trim() !== '') sections.push({ marker: 'runscript', text: indented(runLines(answers.run)) })
  if (answers.pythonPackages.length > 0) sections.push({ marker: 'test', text: indented(['/opt/env/bin/pip check']) })
  const labels = answers.labels.flatMap(([name, value]) =>
    name.trim() === '' ? [] : [`${oneWord(name)} ${oneLine(value)}`],
  )
  if (labels.length > 0) sections.push({ marker: 'labels', text: indented(labels) })
  return printStages([
    { header: [['Bootstrap', agent], ...(from === null ? [] : [['From', from] as const])], sections },
  ])
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => (line === '' ? '' : `    ${line}`)).join('\n')
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function oneWord(text: string): string {
  return text.trim().replace(/\s+/g, '.')
}

function fileLine({ source, destination }: DefinitionAnswers['files'][number]): readonly string[] {
  const from = fileWord(source.trim())
  if (source.trim() === '' || from === null) return []
  const to = destination.trim() === '' ? null : fileWord(destination.trim())
  return [to === null ? from : `${from} ${to}`]
}

/** A command is given what the user types; several lines stand as they are. */
function runLines(run: string): readonly string[] {
  const lines = run
    .trim()
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
  const [only = ''] = lines
  if (lines.length > 1 || /[;&|<>]|^exec\b|\$[@*]/.test(only)) return lines
  return [`exec ${only} "$@"`]
}

function postLines(answers: DefinitionAnswers): readonly string[] {
  const { packageManager, pythonPackages } = answers
  const hasPython = /python|conda|mamba/.test(answers.base.toLowerCase())
  const python = pythonPackages.length === 0 || hasPython || packageManager === null ? [] : pythonOf[packageManager]
  const packages = [...new Set([...answers.packages, ...python])].map(shellWord)
  const lines = packages.length === 0 ? [] : installLines(packageManager ?? 'apt-get', packages.join(' '))
  if (pythonPackages.length === 0) return lines
  return [
    ...lines,
    'python3 -m venv /opt/env',
    `/opt/env/bin/pip install --no-cache-dir ${pythonPackages.map(shellWord).join(' ')}`,
  ]
}

/** `numpy>=2` would write a file named `=2` without quotes. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`
}

function installLines(manager: PackageManager, packages: string): readonly string[] {
  switch (manager) {
    case 'apt-get':
      return [
        'export DEBIAN_FRONTEND=noninteractive',
        'apt-get update',
        `apt-get install -y --no-install-recommends ${packages}`,
        'rm -rf /var/lib/apt/lists/*',
      ]
    case 'apk':
      return [`apk add --no-cache ${packages}`]
    case 'dnf':
      return [`dnf install -y ${packages}`, 'dnf clean all']
    case 'zypper':
      return [`zypper --non-interactive install ${packages}`, 'zypper clean --all']
    case 'pacman':
      return [`pacman -Sy --noconfirm ${packages}`]
  }
}
