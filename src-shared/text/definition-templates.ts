/** What the templates of definitions are called and for. */
export const templateIds = [
  'files-only',
  'command-line-tool',
  'python',
  'r',
  'conda',
  'compiled',
  'mpi',
  'service',
  'apps',
  'from-image',
] as const

export type TemplateId = (typeof templateIds)[number]

export const templateTexts: Readonly<Record<TemplateId, { readonly title: string; readonly about: string }>> = {
  'files-only': { title: 'Base and files', about: 'A base, some files and an environment; builds on any system.' },
  'command-line-tool': { title: 'A command-line tool', about: 'A program from the packages of a distribution.' },
  python: { title: 'Python', about: 'Python with packages of PyPI in an environment of their own.' },
  r: { title: 'R', about: 'R with packages of CRAN.' },
  conda: { title: 'Conda', about: 'Packages of conda-forge and Bioconda.' },
  compiled: { title: 'A compiled program', about: 'Built in one stage and copied into a small second one.' },
  mpi: { title: 'MPI', about: 'Programs that run on several nodes with the MPI of the host.' },
  service: { title: 'A service', about: 'Something that runs as an instance in the background.' },
  apps: { title: 'Several apps', about: 'One image with several programs, each with its own run script.' },
  'from-image': {
    title: 'An image on this computer',
    about: 'An image that you have, checked by its signer, with changes.',
  },
}
