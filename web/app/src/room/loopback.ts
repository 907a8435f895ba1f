/** Whether a host name is the machine's own: what stands there, no other machine reaches. Takes `location.hostname`. */
export function isLoopback(hostname: string): boolean {
  return /^(?:.+\.)?localhost$|^127(?:\.\d{1,3}){3}$|^\[::1\]$/.test(hostname);
}
