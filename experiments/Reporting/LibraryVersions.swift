import Report
import Vision

/// The versions of the C libraries that a result can depend on, as they report them at run time.
enum LibraryVersions {
  static let vision = VisionLibraries.versions
  static let drawing = DrawingLibraries.versions
}
