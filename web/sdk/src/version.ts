/** Of this package; told to the server at login, for its log. */
export const VERSION = '0.1.0';
