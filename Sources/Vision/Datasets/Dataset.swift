/// The images of one split, and where their files are. Opening a data set reads no image.
public struct Dataset: Sendable, Equatable {
  /// What a reader of results calls it.
  public var name: String
  public var classes: ClassNames
  public var split: String
  public var samples: [Sample]
  /// Ids that the split's list names more than once.
  public var duplicates: [SplitList.Duplicate]

  public struct Sample: Sendable, Hashable {
    public var id: ImageID
    public var imagePath: String
    /// nil where the data set has no ground truth.
    public var truthPath: String?

    public init(id: ImageID, imagePath: String, truthPath: String?) {
      (self.id, self.imagePath, self.truthPath) = (id, imagePath, truthPath)
    }
  }

  public init(
    name: String, classes: ClassNames, split: String, samples: [Sample],
    duplicates: [SplitList.Duplicate] = []
  ) {
    self.name = name
    self.classes = classes
    self.split = split
    self.samples = samples
    self.duplicates = duplicates
  }

  /// A sample's pixels and ground truth, which have one size.
  public struct LoadedSample: Sendable, Equatable {
    public var id: ImageID
    public var image: RGBImage
    /// nil where the data set has no ground truth.
    public var truth: LabelMap?
    public var warnings: [ImageWarning]

    public init(
      id: ImageID, image: RGBImage, truth: LabelMap? = nil, warnings: [ImageWarning] = []
    ) {
      (self.id, self.image, self.truth, self.warnings) = (id, image, truth, warnings)
    }
  }

  /// Reads a sample's photograph and ground truth.
  ///
  /// Throws: `SampleError` with the id: a file that cannot be read, a truth of another size than
  /// the photograph, or one with a class that the data set does not have.
  public func load(
    _ sample: Sample, limits: ImageLimits = ImageLimits()
  ) throws(SampleError) -> LoadedSample {
    let photograph: DecodedPhotograph
    do throws(ImageFileError) {
      photograph = try ImageFile.read(path: sample.imagePath, limits: limits)
    } catch {
      throw SampleError(id: sample.id, problem: .image(error))
    }
    let image = photograph.image
    let truth = try loadTruth(sample, limits: limits)
    if let truth {
      try SampleError.check(
        truth, of: sample.id, width: image.width, height: image.height, classes: classes)
    }
    return LoadedSample(
      id: sample.id, image: image, truth: truth, warnings: photograph.warnings)
  }

  /// Reads a sample's ground truth alone, nil where the data set has none.
  ///
  /// Throws: `SampleError` as `load` does, except for the size.
  public func loadTruth(
    _ sample: Sample, limits: ImageLimits = ImageLimits()
  ) throws(SampleError) -> LabelMap? {
    guard let path = sample.truthPath else { return nil }
    let truth: LabelMap
    do throws(ImageFileError) {
      truth = try LabelFile.read(path: path, limits: limits)
    } catch {
      throw SampleError(id: sample.id, problem: .labels(error))
    }
    try SampleError.checkClasses(truth, of: sample.id, classes: classes)
    return truth
  }
}
