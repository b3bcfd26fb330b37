/// PNG bytes to pixels. To be replaced by the codec on libpng; until then every file is refused.
public enum PNGCodec {
  public static func decode(
    _ bytes: [UInt8], path: String, limits: ImageLimits = ImageLimits()
  ) throws(ImageFileError) -> PNGImage {
    throw .unsupported(path: path, detail: "PNG")
  }

  public static func size(
    _ bytes: [UInt8], path: String
  ) throws(ImageFileError) -> (width: Int, height: Int) {
    throw .unsupported(path: path, detail: "PNG")
  }
}

/// A decoded PNG.
public struct PNGImage: Sendable, Equatable {
  public var rgb: RGBImage

  public func labels(path: String) throws(ImageFileError) -> LabelMap {
    throw .unsupported(path: path, detail: "PNG")
  }
}
