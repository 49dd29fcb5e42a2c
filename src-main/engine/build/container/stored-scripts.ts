/**
 * How sections of a definition become files of a container. Pure. Source: build reference, 1.5.2 and 1.5.4.
 */

export interface StoredScript {
  readonly text: string
  /** The `#!` line stood below empty lines, where no system looks for it; it was moved to the top. */
  readonly movedFirstLine: boolean
}

/**
 * @param section the text of `%runscript`, `%startscript` or `%test`
 * @param args what stands behind the name of the section
 */
export function storedScript(section: string, args: string): StoredScript {
  const shown = args.split('#', 1)[0] ?? ''
  const words = shown.trimStart() === '' ? '' : ` ${shown.trimStart()}`
  const isOwn = section.trim().startsWith('#!')
  if (!isOwn) return { text: `#!/bin/sh${words}\n\n${section}\n`, movedFirstLine: false }
  const body = section.replace(/^(?:[ \t\r]*\n)+/, '')
  const end = body.indexOf('\n')
  const first = (end < 0 ? body : body.slice(0, end)).trim()
  const rest = end < 0 ? '' : body.slice(end + 1)
  return { text: `${first}${words}\n\n${rest}\n`, movedFirstLine: body.length !== section.length }
}

/** What `%environment` adds to a file that is there. */
export function environmentAddition(section: string): string {
  return `\n${section}\n`
}

/** The text of `%help` as a file. */
export function helpText(section: string): string {
  return `${section}\n`
}

/** A script of an app: always for `/bin/sh`. */
export function appScript(section: string): string {
  return `#!/bin/sh\n\n${section}\n`
}

/** The variables that an app finds when it is started. */
export function appBase(name: string): string {
  return `#!/bin/sh

SCIF_APPNAME=${name}
SCIF_APPROOT="/scif/apps/${name}"
SCIF_APPMETA="/scif/apps/${name}/scif"
SCIF_DATA="/scif/data"
SCIF_APPDATA="/scif/data/${name}"
SCIF_APPINPUT="/scif/data/${name}/input"
SCIF_APPOUTPUT="/scif/data/${name}/output"
export SCIF_APPDATA SCIF_APPNAME SCIF_APPROOT SCIF_APPMETA SCIF_APPINPUT SCIF_APPOUTPUT SCIF_DATA
`
}

/** Which files of an app there are, as other apps see them. */
export interface AppFiles {
  readonly environment: boolean
  readonly labels: boolean
  readonly runscript: boolean
  readonly startscript: boolean
}

/** One app's part of `94-appsbase.sh`: what every process in the container knows of it. */
export function appExports(name: string, files: AppFiles): string {
  const plain = name.replace(/[^A-Za-z0-9_]/g, '_')
  const folder = `/scif/apps/${plain}`
  const optional = [
    files.environment ? `export SCIF_APPENV_${plain}="${folder}/scif/env/90-environment.sh"\n` : '',
    files.labels ? `export SCIF_APPLABELS_${plain}="${folder}/scif/labels.json"\n` : '',
    files.runscript ? `export SCIF_APPRUN_${plain}="${folder}/scif/runscript"\n` : '',
    files.startscript ? `export SCIF_APPSTART_${plain}="${folder}/scif/startscript"\n` : '',
  ]
  const names = ['DATA', 'META', 'ROOT', 'BIN', 'LIB'].map((part) => `SCIF_APP${part}_${plain}`)
  return `## App Global Exports For: ${plain}

SCIF_APPDATA_${plain}=/scif/data/${plain}
SCIF_APPMETA_${plain}=${folder}/scif
SCIF_APPROOT_${plain}=${folder}
SCIF_APPBIN_${plain}=${folder}/bin
SCIF_APPLIB_${plain}=${folder}/lib

export ${names.join(' ')}
${optional.join('')}`
}
