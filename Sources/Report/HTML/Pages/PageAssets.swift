/// The page's style sheet and script, each joined from the files under `Assets`.
enum PageAssets {
  static let style = joined([
    PackageResources.page_css, PackageResources.gallery_css, PackageResources.media_css,
  ])

  /// `base` declares what the others use, `start` calls what they declare.
  static let script = joined([
    PackageResources.base_js, PackageResources.page_js, PackageResources.tables_js,
    PackageResources.gallery_js, PackageResources.search_js, PackageResources.start_js,
  ])

  private static func joined(_ files: [[UInt8]]) -> [UInt8] {
    Array(files.joined(separator: [UInt8(ascii: "\n")]))
  }
}
