/// A photograph as its file stores it, and what a reader should know of the file.
public struct DecodedPhotograph: Sendable, Equatable {
  public var image: RGBImage
  public var warnings: [ImageWarning]

  public init(image: RGBImage, warnings: [ImageWarning] = []) {
    (self.image, self.warnings) = (image, warnings)
  }
}

/// Photographs on disk, JPEG or PNG by their first bytes whatever their names say.
public enum ImageFile {
  /// The photograph at `path` as 8-bit RGB: the pixels of Pillow's
  /// `Image.open(path).convert("RGB")`.
  ///
  /// Throws: `ImageFileError` of every case but `.unwritable`; `.tooLarge` by the header, before
  /// pixels are allocated.
  public static func read(
    path: String, limits: ImageLimits = ImageLimits()
  ) throws(ImageFileError) -> DecodedPhotograph {
    let bytes = try FileBytes.read(path, maximumBytes: maximumBytes)
    switch try format(of: bytes, path: path) {
    case .jpeg:
      return try JPEGCodec.decode(bytes, path: path, limits: limits)
    case .png:
      return DecodedPhotograph(image: try PNGCodec.decode(bytes, path: path, limits: limits).rgb)
    }
  }

  /// The size in pixels that the header of the image at `path` states; no pixel is decoded.
  ///
  /// Throws: `ImageFileError` as `read` does, except `.tooLarge`.
  public static func size(path: String) throws(ImageFileError) -> (width: Int, height: Int) {
    let bytes = try FileBytes.read(path, maximumBytes: maximumBytes)
    switch try format(of: bytes, path: path) {
    case .jpeg: return try JPEGCodec.size(bytes, path: path)
    case .png: return try PNGCodec.size(bytes, path: path)
    }
  }

  /// Writes `image` as a baseline JPEG; the same image and quality give the same bytes.
  ///
  /// Throws: `ImageFileError.unwritable`; no partial file is left.
  public static func writeJPEG(
    _ image: RGBImage, to path: String, quality: Int = 90
  ) throws(ImageFileError) {
    try FileBytes.write(JPEGCodec.encode(image, quality: quality), to: path)
  }

  /// The endings, in lower case, by which folders are searched for photographs.
  static let photographExtensions = ["jpg", "jpeg", "png"]

  private static let maximumBytes = 1 << 29

  private enum Format { case jpeg, png }

  private static func format(
    of bytes: [UInt8], path: String
  ) throws(ImageFileError) -> Format {
    if bytes.starts(with: ImageSignature.jpeg) { return .jpeg }
    if bytes.starts(with: ImageSignature.png) { return .png }
    if bytes.isEmpty { throw .truncated(path: path) }
    throw .foreign(
      path: path, expected: "a JPEG or PNG image", found: ImageSignature.describe(bytes))
  }
}
