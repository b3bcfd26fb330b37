/// The policy that keeps a page from loading anything and from running anything but its own script.
enum ContentSecurityPolicy {
  static func text(script: [UInt8], style: [UInt8]) -> String {
    [
      "default-src 'none'", "script-src \(source(script))", "style-src \(source(style))",
      "img-src data: blob:", "base-uri 'none'", "form-action 'none'",
    ].joined(separator: "; ")
  }

  private static func source(_ bytes: [UInt8]) -> String {
    "'sha256-\(Base64.text(SHA256.digest(bytes)))'"
  }
}
