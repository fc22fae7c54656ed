/** What the file system says, in words. */
export function whyUnreadable(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
      return 'permission is denied';
    case 'ENAMETOOLONG':
      return 'no path is as long as that; is a quotation mark missing?';
    case 'ELOOP':
      return 'a link that leads in a circle';
    default:
      return message;
  }
}
