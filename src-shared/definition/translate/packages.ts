/** Starting points from lists of packages: a conda environment and a file of pip requirements. */
import { fileWord } from '../edit/list-edit.ts'
import { printStages } from '../edit/stage-edit.ts'
import { createNoteTaker, type Translation } from './notes.ts'

export interface PackageListOptions {
  /** The name of the file beside the definition. */
  readonly fileName: string
}

/** The base for conda environments; the file itself goes into the image and is read there. */
const condaImage = 'mambaorg/micromamba:2.0.5-debian12-slim'
const pythonImage = 'python:3.12-slim-bookworm'

/** A definition that makes the environment of an `environment.yml` in /opt/env. */
export function fromCondaEnvironment(source: string, { fileName }: PackageListOptions): Translation {
  const taker = createNoteTaker()
  let isInPackages = false
  for (const [place, raw] of source.split(/\r?\n/).entries()) {
    const top = /^([A-Za-z_]+)\s*:/.exec(raw)
    if (top !== null) isInPackages = top[1] === 'dependencies'
    if (top?.[1] === 'prefix') taker.note(place + 1, 'prefix-ignored')
    const item = /^\s*-\s+["']?([^\s"'#]+(?:\s*[=<>!~][^"'#]*)?)/.exec(raw)?.[1]?.trim()
    if (!isInPackages || item === undefined || item.endsWith(':')) continue
    if (/^-[re]$/.test(item)) taker.note(place + 1, 'nested-file', raw.trim().replace(/^-\s*/, ''))
    else if (!/[=<>@]/.test(item) && item !== 'pip') taker.note(place + 1, 'not-pinned', item)
  }
  const name = fileWord(fileName) ?? 'environment.yml'
  const text = printStages([
    {
      header: [
        ['Bootstrap', 'docker'],
        ['From', condaImage],
      ],
      sections: [
        { marker: 'files', text: `    ${name} /opt/environment.yml` },
        {
          marker: 'post',
          text: [
            '    export MAMBA_ROOT_PREFIX=/opt/conda',
            '    micromamba create -y -p /opt/env -f /opt/environment.yml',
            '    micromamba clean -a -y',
          ].join('\n'),
        },
        { marker: 'environment', text: '    export PATH="/opt/env/bin:$PATH"\n    export CONDA_PREFIX=/opt/env' },
        { marker: 'runscript', text: '    exec "$@"' },
        { marker: 'test', text: '    test -d /opt/env/conda-meta' },
      ],
    },
  ])
  return { text, notes: taker.notes() }
}

/** A definition that installs a file of pip requirements into a virtual environment in /opt/env. */
export function fromRequirements(source: string, { fileName }: PackageListOptions): Translation {
  const taker = createNoteTaker()
  for (const [place, raw] of source.split(/\r?\n/).entries()) {
    const line = raw.replace(/(?:^|\s)#.*$/, '').trim()
    if (line === '') continue
    if (/^(?:-r|--requirement|-c|--constraint)\b/.test(line)) taker.note(place + 1, 'nested-file', line)
    else if (/^(?:-e\s|--editable\b|\.{0,2}\/|file:)/.test(line)) taker.note(place + 1, 'local-path', line)
    else if (!line.startsWith('-') && !/[=<>~!@]/.test(line)) taker.note(place + 1, 'not-pinned', line)
  }
  const name = fileWord(fileName) ?? 'requirements.txt'
  const text = printStages([
    {
      header: [
        ['Bootstrap', 'docker'],
        ['From', pythonImage],
      ],
      sections: [
        { marker: 'files', text: `    ${name} /opt/requirements.txt` },
        {
          marker: 'post',
          text: [
            '    python3 -m venv /opt/env',
            '    /opt/env/bin/pip install --no-cache-dir -r /opt/requirements.txt',
          ].join('\n'),
        },
        { marker: 'environment', text: '    export PATH="/opt/env/bin:$PATH"' },
        { marker: 'runscript', text: '    exec python3 "$@"' },
        { marker: 'test', text: '    /opt/env/bin/pip check' },
      ],
    },
  ])
  return { text, notes: taker.notes() }
}
