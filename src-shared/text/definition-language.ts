/** What the words of the definition language mean, one sentence each; shown on hover and beside completions. */
import type { Agent, Keyword, SectionName } from '../definition/language.ts'

export const keywordTexts = {
  bootstrap: 'Where the base comes from; begins a stage, at the first column of its line.',
  from: 'The base itself: a reference, or a path on the computer that builds.',
  stage: 'A name for this stage, for `%files from` in a later one.',
  registry: 'Put before `From`: the registry that the base is pulled from.',
  namespace: 'Put between registry and `From`: the namespace of the base.',
  library: 'The address of the library server, instead of the configured one.',
  fingerprints: 'The keys that must have signed the base, separated by commas; without all of them the build stops.',
  mirrorurl: 'Where packages of the distribution are fetched from.',
  updateurl: 'A second place to fetch packages from, for updates.',
  osversion: 'The release of the distribution; stands for `%{OSVERSION}` in the addresses.',
  include: 'Packages that are installed together with the base.',
  setopt: 'An option that is handed to dnf or yum with `--setopt`.',
  confurl: 'Where the configuration of the package manager is fetched from.',
  product: 'The product that a SUSE Linux Enterprise base is registered as.',
  user: 'The account that a SUSE Linux Enterprise base is registered with.',
  regcode: 'The registration code of a SUSE Linux Enterprise base: a secret, better given as an argument.',
  productpgp: 'The public key that signs the packages of the product.',
  registerurl: 'The registration server of a SUSE Linux Enterprise base.',
  modules: 'Modules that are added to a SUSE Linux Enterprise base, separated by commas.',
  otherurl: 'A further package source; numbered from 0 or 1 without gaps.',
  target: 'The stage of the Dockerfile that is built.',
  frontend: 'The BuildKit frontend that reads the Dockerfile.',
  filename: 'The name of the Dockerfile in the folder that `From` names.',
  buildargs: 'Build arguments of the Dockerfile, as `A=1 B=2`.',
  includecmd: 'Accepted for old files and read by nothing.',
} as const satisfies Record<Keyword, string>

export const agentTexts = {
  docker: 'An image of Docker Hub or another OCI registry.',
  library: 'An image of a library server; its signatures can be required with `Fingerprints`.',
  oras: 'A SIF image that is stored as an artifact in an OCI registry.',
  shub: 'An image of Singularity Hub, which closed in 2021; only archived images can still be fetched.',
  localimage: 'An image file or a sandbox folder on the computer that builds.',
  'docker-archive': 'A tar file that `docker save` wrote.',
  'docker-daemon': 'An image of the Docker daemon on the computer that builds, with its tag.',
  oci: 'A folder in the OCI image layout.',
  'oci-archive': 'A tar file of a folder in the OCI image layout.',
  scratch: 'Nothing: an empty root with the base environment.',
  busybox: 'A BusyBox binary that is downloaded and installed on its own.',
  debootstrap: 'Debian or Ubuntu, installed by `debootstrap` of the computer that builds.',
  yum: 'Fedora, RHEL and their relatives, installed by `dnf` or `yum` of the computer that builds.',
  dnf: 'The same as `yum`, under the name of the newer program.',
  zypper: 'SUSE Linux Enterprise or openSUSE, installed by `zypper` of the computer that builds.',
  arch: 'Arch Linux, installed by `pacstrap` of the computer that builds; amd64 only.',
  dockerfile: 'A Dockerfile in the folder that `From` names, built by BuildKit or Docker.',
  buildkit: 'A Dockerfile in the folder that `From` names, built by BuildKit.',
} as const satisfies Record<Agent, string>

export const sectionTexts = {
  files: 'Files to copy into the image, one per line: source, then destination; `from NAME` copies from a stage.',
  post: 'Commands that are run in the image while it is built, by `/bin/sh -ex` unless `-c` names another shell.',
  environment: 'Shell text that sets the environment whenever the image is used; not while it is built.',
  runscript: 'What the image does when it is run; `"$@"` is what the user typed.',
  startscript: 'What an instance of the image does when it is started.',
  test: 'Commands that check the image at the end of the build and with `test`.',
  labels: 'Labels, one per line: the name, a blank, the value.',
  help: 'Text that `run-help` shows.',
  arguments: 'Defaults of `{{ name }}`, one per line as `name=value`, for this stage only.',
  pre: 'Commands on the computer that builds, before the base is fetched; they run with all rights of the builder.',
  setup: 'Commands on the computer that builds, after the base was unpacked; they run with all rights of the builder.',
  appinstall: 'Commands that install an app, run in its folder.',
  appfiles: 'Files to copy into an app, one per line: source, then destination below the app.',
  appenv: 'Shell text that sets the environment of an app.',
  applabels: 'Labels of an app, one per line: the name, a blank, the value.',
  apphelp: 'Help text of an app.',
  apprun: 'What `run --app` does.',
  appstart: 'What an instance that is started with `--app` does.',
  apptest: 'Commands that check an app with `test --app`.',
} as const satisfies Record<SectionName, string>

export const languageText = {
  /** Which programs accept something, from which version on; null where a program does not. */
  since(singularity: string | null, apptainer: string | null): string {
    if (singularity !== null && apptainer !== null)
      return `SingularityCE ${singularity} and Apptainer ${apptainer} or later.`
    if (apptainer !== null) return `Apptainer ${apptainer} or later only; SingularityCE refuses it.`
    return `SingularityCE ${singularity ?? ''} or later only; Apptainer refuses it.`
  },
  example: (example: string) => `For example: ${example}`,
  defaultIs: (name: string, value: string) =>
    `${name} is ${value === '' ? 'empty' : value} unless another value is given.`,
  noDefault: (name: string) => `${name} has no default in this stage: a value must be given when the image is built.`,
  obsolete: 'It can be removed.',
} as const
