/** Stands for a function that was not given. */
export const none = (): void => undefined
