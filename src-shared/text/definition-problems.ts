/**
 * What can be wrong with a definition: for each code how grave it is, what it says, and what its correction
 * is called. An error keeps the definition from being built, or loses what was written; a warning means
 * something else than it seems to; a hint could be done better.
 */

export type ProblemSeverity = 'error' | 'warning' | 'hint'

export interface ProblemText {
  readonly severity: ProblemSeverity
  /** `{name}` stands for a parameter. */
  readonly message: string
  /** The name of the correction, when there can be one. */
  readonly fix?: string
}

const fileProblems = {
  'byte-order-mark': {
    severity: 'error',
    message: 'An invisible byte order mark stands first, so the first keyword is not recognised.',
    fix: 'Remove it',
  },
  'line-ends-crlf': {
    severity: 'warning',
    message: 'Lines end as on Windows (CR LF), {count} in all; the copy in the image keeps them.',
    fix: 'End all lines with LF',
  },
  'line-ends-cr': {
    severity: 'error',
    message: 'A lone carriage return ends no line here: what follows belongs to the same line.',
    fix: 'Make it a line end',
  },
  'invisible-character': {
    severity: 'warning',
    message: 'An invisible character ({codePoint}) stands here.',
    fix: 'Remove it',
  },
  'unusual-space': {
    severity: 'warning',
    message: 'This looks like a blank but is another character ({codePoint}).',
    fix: 'Make it a blank',
  },
  'direction-character': {
    severity: 'warning',
    message:
      'A character that turns the direction of writing ({codePoint}) stands here: the text may not be what it shows.',
    fix: 'Remove it',
  },
  'final-line-end-missing': { severity: 'hint', message: 'The last line has no line end.', fix: 'Add one' },
  'section-too-long': {
    severity: 'error',
    message: 'This part is longer than the 64 KiB that the programs can read.',
  },
  'no-stages': { severity: 'error', message: 'There is no definition here: it begins with “Bootstrap:”.' },
  'not-readable': { severity: 'error', message: '{program} cannot read it: {message}' },
} as const satisfies Record<string, ProblemText>

const headerProblems = {
  'header-line-without-value': {
    severity: 'error',
    message: 'A header line needs a colon between keyword and value.',
    fix: 'Add the colon after {keyword}',
  },
  'header-unknown-keyword': {
    severity: 'error',
    message: 'There is no header keyword {keyword}.',
    fix: 'Replace it by {suggestion}',
  },
  'header-one-program': {
    severity: 'warning',
    message: 'Only {program} knows {keyword}; the other one refuses the file.',
  },
  'header-not-read': {
    severity: 'warning',
    message: '{keyword} is not read for Bootstrap: {agent}.',
    fix: 'Remove it',
  },
  'header-repeated': {
    severity: 'warning',
    message: '{keyword} stands here more than once; the last one counts.',
    fix: 'Remove this one',
  },
  'header-obsolete': { severity: 'warning', message: '{keyword} is accepted but read by nothing.', fix: 'Remove it' },
  'header-value-empty': { severity: 'error', message: '{keyword} has no value.' },
  'header-required': { severity: 'error', message: 'Bootstrap: {agent} needs {keyword}.', fix: 'Add {keyword}' },
  'header-comment-in-value': {
    severity: 'warning',
    message: 'A # begins a comment, also inside a value: the value ends before it.',
  },
  'header-quotes': {
    severity: 'warning',
    message: 'Quotes are part of the value in a header.',
    fix: 'Remove the quotes',
  },
  'header-continuation-lost': {
    severity: 'error',
    message: 'The header ends in a continued line, so {keyword} is dropped without a word.',
    fix: 'Remove the backslash',
  },
  'header-continuation-broken': {
    severity: 'error',
    message: 'A blank or comment line after a continued line makes the programs crash.',
    fix: 'Remove the line',
  },
  'bootstrap-missing': { severity: 'error', message: 'This stage has no “Bootstrap:” line.' },
  'bootstrap-not-first': {
    severity: 'error',
    message: '“Bootstrap:” has to be the first header line: what stands above it belongs to another stage.',
    fix: 'Move it to the top',
  },
  'bootstrap-does-not-begin-stage': {
    severity: 'warning',
    message:
      'This begins no new stage: “Bootstrap:” has to stand at the first column, without a blank before the colon.',
    fix: 'Begin a stage here',
  },
  'bootstrap-in-here-document': {
    severity: 'error',
    message: '“Bootstrap:” at the start of a line begins a stage, even inside a here-document.',
    fix: 'Write it so that the line begins with something else',
  },
  'bootstrap-unknown': {
    severity: 'error',
    message: 'There is no source {agent}.',
    fix: 'Replace it by {suggestion}',
  },
  'bootstrap-one-program': { severity: 'warning', message: 'Only {program} can build from {agent}.' },
  'bootstrap-gone': {
    severity: 'warning',
    message: 'Singularity Hub closed in 2021; only archived images can still be fetched.',
  },
  'from-has-scheme': {
    severity: 'error',
    message: 'From takes no {scheme}: the source is named by Bootstrap.',
    fix: 'Remove {scheme}',
  },
  'from-not-pinned': {
    severity: 'warning',
    message: '{reference} can be another image tomorrow: {why}. Name a version, or better a digest.',
  },
  'fingerprints-malformed': {
    severity: 'error',
    message: '{value} is no full fingerprint (40 hex digits), so no base can match it.',
  },
  'stage-name-repeated': {
    severity: 'warning',
    message: 'An earlier stage is named {name} too; “from {name}” means the first one.',
  },
  'stage-not-used': {
    severity: 'warning',
    message: 'No later stage copies from this one, so it is built for nothing.',
  },
  'text-not-embedded': {
    severity: 'hint',
    message: 'Comments above the first “Bootstrap:” are not kept in the image.',
  },
} as const satisfies Record<string, ProblemText>

const sectionProblems = {
  'section-unknown': {
    severity: 'error',
    message: 'There is no section %{name}.',
    fix: 'Replace it by %{suggestion}',
  },
  'section-name-tab': {
    severity: 'error',
    message: 'A tab does not end the name of a section; only a blank does.',
    fix: 'Make it a blank',
  },
  'section-marker-indented': {
    severity: 'error',
    message: 'A line whose first character is % begins a section; indented it has no name, and the file is refused.',
    fix: 'Move it to the first column',
  },
  'percent-line-in-script': {
    severity: 'error',
    message: 'A line that begins with % ends this section, also inside a here-document or quotes.',
    fix: 'Write the % so that the line begins with something else',
  },
  'section-in-here-document': {
    severity: 'error',
    message: 'The here-document that ends with {end} is still open here, and this line ends the section.',
  },
  'section-name-space': {
    severity: 'error',
    message: 'A blank after % leaves the section without a name.',
    fix: 'Remove the blank',
  },
  'section-percent-doubled': { severity: 'warning', message: 'One % is enough.', fix: 'Remove the others' },
  'section-empty': { severity: 'hint', message: 'An empty section is the same as none.', fix: 'Remove it' },
  'section-empty-headerless': {
    severity: 'error',
    message: 'A section without text above the first header cannot be read.',
  },
  'section-repeated': {
    severity: 'hint',
    message: '%{name} stands here again; its text is put after the earlier one.',
  },
  'section-arguments-differ': {
    severity: 'warning',
    message: '%{name} is there more than once; these arguments count for all of them.',
  },
  'section-arguments-ignored': { severity: 'warning', message: 'What follows %{name} is ignored.', fix: 'Remove it' },
  'section-shell-missing': { severity: 'error', message: '-c needs the shell to run the section with.' },
  'section-shell-without-c': {
    severity: 'warning',
    message: 'Without -c this becomes an argument of /bin/sh, which then runs {shell} as a script.',
    fix: 'Put -c before it',
  },
  'section-not-in-image': {
    severity: 'warning',
    message: '%{name} of a stage before the last does not reach the image.',
  },
  'section-runs-on-host': {
    severity: 'warning',
    message: '%{name} runs on the computer that builds, with all rights of the builder, not in the image.',
  },
  'post-without-shell': {
    severity: 'warning',
    message: 'Bootstrap: scratch has no /bin/sh, so %post cannot run unless %files brings one.',
  },
  'app-name-missing': { severity: 'error', message: '%{name} needs the name of the app.' },
  'app-name-empty': {
    severity: 'error',
    message: 'The app has an empty name here: exactly one blank has to stand before it.',
    fix: 'Leave one blank',
  },
  'app-section-case': {
    severity: 'error',
    message: 'Sections of apps are lower case only.',
    fix: 'Replace it by %{suggestion}',
  },
  'app-extra-words': { severity: 'warning', message: 'What follows the name of the app is ignored.', fix: 'Remove it' },
  'app-name-characters': {
    severity: 'warning',
    message:
      'Characters other than letters, digits and _ are replaced in SCIF_APP… paths, which then lead nowhere for {name}.',
  },
} as const satisfies Record<string, ProblemText>

const listProblems = {
  'files-extra-words': {
    severity: 'warning',
    message: 'Only the first two words of the line count: “{source}” goes to “{destination}”.',
    fix: 'Put quotes around {name}',
  },
  'files-destination-relative': {
    severity: 'warning',
    message: '{destination} becomes /{destination} in the image. If “{name}” is one file, put quotes around it.',
    fix: 'Put quotes around {name}',
  },
  'files-single-quotes': {
    severity: 'error',
    message: 'Single quotes do not hold words together here; use double quotes.',
    fix: 'Use double quotes',
  },
  'files-backslash': {
    severity: 'error',
    message: 'A backslash does not protect a blank here; use double quotes.',
    fix: 'Use double quotes',
  },
  'files-quote-open': { severity: 'error', message: 'The quote is not closed.' },
  'files-quote-inside': {
    severity: 'warning',
    message: 'A quote inside a word splits it; put the whole name in quotes.',
  },
  'files-only-quotes': { severity: 'error', message: 'A line with nothing but a quote makes the programs crash.' },
  'files-comment-as-destination': {
    severity: 'error',
    message: 'There are no comments behind a file name: # would be the destination.',
    fix: 'Remove the comment',
  },
  'files-source-empty': { severity: 'warning', message: 'A line without a source is skipped.' },
  'files-source-missing': { severity: 'error', message: '{source} does not exist.' },
  'files-pattern-differs': {
    severity: 'warning',
    message: 'The programs expand {source} differently: {why}.',
  },
  'files-from-word': {
    severity: 'warning',
    message: 'The programs read “{word} {name}” as “from {name}”.',
    fix: 'Write from',
  },
  'files-list-differs': {
    severity: 'error',
    message: 'SingularityCE copies this list from the host; Apptainer {other}.',
    fix: 'Write %files {arguments}',
  },
  'files-stage-unknown': { severity: 'error', message: 'There is no stage named {name}.' },
  'files-stage-later': {
    severity: 'error',
    message: 'The stage {name} is built later, so it is still empty here.',
  },
  'files-stage-itself': { severity: 'error', message: 'A stage cannot copy from itself.' },
  'label-equals': {
    severity: 'warning',
    message: 'A blank separates name and value of a label: {name} is the whole name here.',
    fix: 'Make the = a blank',
  },
  'label-tab': {
    severity: 'warning',
    message: 'A tab does not separate name and value of a label; only a blank does.',
    fix: 'Make it a blank',
  },
  'label-quotes': { severity: 'hint', message: 'Quotes are part of the value.', fix: 'Remove the quotes' },
  'label-comment': { severity: 'hint', message: 'Text after # stays in the value of a label.' },
  'label-empty': { severity: 'hint', message: 'The label {name} has no value.' },
  'label-repeated': {
    severity: 'warning',
    message: 'The label {name} is set again below; the last value counts.',
    fix: 'Remove this one',
  },
  'label-generated': {
    severity: 'warning',
    message: 'The build sets {name} itself; this value is not used unless the build is forced.',
  },
} as const satisfies Record<string, ProblemText>

const argumentProblems = {
  'argument-undefined': {
    severity: 'error',
    message: '{name} has no default in %arguments of this stage, and no value was given.',
    fix: 'Add {name} to %arguments',
  },
  'argument-in-comment': {
    severity: 'warning',
    message: 'SingularityCE replaces {name} in comments too and finds no value for it; Apptainer leaves it alone.',
  },
  'argument-line': { severity: 'warning', message: 'This line is skipped: it is not name=value.' },
  'argument-name': {
    severity: 'warning',
    message: 'No template can use {name}: a name is made of letters, digits and _.',
  },
  'argument-empty': {
    severity: 'warning',
    message: 'SingularityCE takes an empty default as none; Apptainer accepts it.',
  },
  'argument-not-used': { severity: 'hint', message: 'Nothing in this stage uses {name}.' },
  'argument-repeated': {
    severity: 'warning',
    message: '{name} is set again below; the last value counts.',
    fix: 'Remove this one',
  },
  'argument-nested': {
    severity: 'warning',
    message: 'Apptainer replaces a template inside a default, SingularityCE does not.',
  },
  'template-name': {
    severity: 'hint',
    message: '{template} is left as it is: a name is made of letters, digits and _.',
  },
} as const satisfies Record<string, ProblemText>

const scriptProblems = {
  'shebang-not-first': {
    severity: 'warning',
    message:
      'The #! line has to follow its section at once; after an empty line the file in the image has no working #!.',
    fix: 'Remove the empty lines',
  },
  'shebang-ignored': {
    severity: 'warning',
    message: 'A #! line does nothing in %{name}, which is run by /bin/sh.',
  },
  'environment-not-exported': {
    severity: 'warning',
    message: '{name} is not exported, so programs in the image do not see it.',
    fix: 'Export it',
  },
  'environment-path-replaced': {
    severity: 'warning',
    message: '{name} loses what it had before; keep that by adding it to the new value.',
    fix: 'Keep the old value',
  },
  'environment-exit': {
    severity: 'error',
    message: 'This ends the shell whenever the image is used, before anything runs.',
  },
  'environment-prints': {
    severity: 'warning',
    message: 'This prints something at every use of the image, also into pipes.',
  },
  'environment-shell-options': {
    severity: 'warning',
    message: 'Shell options set here act on everything that runs afterwards.',
  },
  'not-posix': {
    severity: 'warning',
    message: '{what} is for bash; %{name} is run by /bin/sh, which may be another shell.',
  },
  'post-asks': {
    severity: 'warning',
    message: '{command} asks before it goes on, and nobody can answer while the image is built.',
    fix: 'Add {option}',
  },
  'post-sudo': { severity: 'warning', message: 'The build runs as root already; most images have no sudo.' },
  'runscript-arguments-unquoted': {
    severity: 'warning',
    message: 'Without quotes, arguments with blanks fall apart.',
    fix: 'Write "$@"',
  },
} as const satisfies Record<string, ProblemText>

const secretProblems = {
  'secret-private-key': {
    severity: 'error',
    message: 'A private key stands here. The definition is kept in the image, for everybody who has it.',
  },
  'secret-token': {
    severity: 'error',
    message: 'This looks like {what}. The definition is kept in the image, for everybody who has it.',
  },
  'secret-password': {
    severity: 'warning',
    message: 'The value of {name} may be a secret. The definition is kept in the image, for everybody who has it.',
  },
  'secret-in-address': {
    severity: 'error',
    message: 'This address holds a password. The definition is kept in the image, for everybody who has it.',
  },
} as const satisfies Record<string, ProblemText>

export const problemTexts = {
  ...fileProblems,
  ...headerProblems,
  ...sectionProblems,
  ...listProblems,
  ...argumentProblems,
  ...scriptProblems,
  ...secretProblems,
} as const

export type ProblemCode = keyof typeof problemTexts

/** Parts of messages that are chosen by what was found. */
export const problemWords = {
  noTag: 'it has no tag, which means latest',
  latest: 'latest is moved with every release',
  tagMoves: (tag: string) => `the tag ${tag} is meant to move`,
  dropsList: 'drops it without a word',
  copiesFromStage: (name: string) => `copies it from the stage ${name}`,
  hiddenFiles: 'names that begin with a dot are left out by Apptainer',
  anyDepth: '** means one level for SingularityCE and any depth for Apptainer',
  shellPattern: 'Apptainer reads it as a shell would, SingularityCE takes it literally',
  noSlash: 'without a slash Apptainer refuses it; ./ before it helps',
  secrets: {
    aws: 'an access key of Amazon',
    github: 'a token of GitHub',
    gitlab: 'a token of GitLab',
    slack: 'a token of Slack',
    google: 'an API key of Google',
    npm: 'a token of npm',
    pypi: 'a token of PyPI',
    huggingFace: 'a token of Hugging Face',
    docker: 'a token of Docker Hub',
    stripe: 'a key of Stripe',
    jwt: 'an access token',
    bearer: 'an access token',
  },
} as const
