/** A style sheet's text, as the build minifies it. */
declare module '*.css' {
  const text: string
  export default text
}
