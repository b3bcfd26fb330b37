import Dispatch
import Synchronization

extension SceneDataset {
  /// Writes the first `count` scenes of the series that `seed` begins into `folder`, as VOC does:
  /// `JPEGImages/ID.jpg`, `SegmentationClass/ID.png`, `SegmentationObject/ID.png`,
  /// `ImageSets/Segmentation/{train,val,trainval}.txt`; beside these `SegmentationPart/ID.png`,
  /// `parts.csv`, `classes.txt` and `image-labels.csv`. Scenes go to train and val in turn. The same
  /// arguments give the same bytes, however many jobs there are.
  ///
  /// Class labels have void along contours (`LabelMap.voidingContours`); instances and parts are
  /// exact.
  ///
  /// Files appear whole, and the lists last: a folder with lists is complete. Run again after an
  /// interruption, it draws the scenes that lack a file.
  ///
  /// - Parameter jobs: how many scenes are drawn at a time, at least 1; never more than there are
  ///   processors.
  ///
  /// Throws: `SceneDatasetError.otherSeries` for a folder with scenes of another seed or version,
  /// `ImageFileError` or `SampleError` for a file that cannot be written or read back.
  public static func write(to folder: String, count: Int, seed: UInt64, jobs: Int) throws {
    precondition(count >= 2 && jobs >= 1, "SceneDataset.write: \(count) scenes, \(jobs) jobs")
    let files = SceneFiles(folder: folder)
    try files.makeFolders()
    try files.claim(series: "scenes version \(version), seed \(seed)\n")
    let firstError = Mutex<ImageFileError?>(nil)
    DispatchQueue.concurrentPerform(iterations: min(jobs, count)) { worker in
      for index in stride(from: worker, to: count, by: jobs) {
        guard firstError.withLock({ $0 == nil }) else { return }
        do throws(ImageFileError) {
          try files.write(index: index, seed: seed)
        } catch {
          firstError.withLock { $0 = $0 ?? error }
        }
      }
    }
    if let error = firstError.withLock({ $0 }) { throw error }
    try files.writeLists((0..<count).map { id(of: $0) })
  }
}

/// A folder of scenes that was begun with other arguments.
public enum SceneDatasetError: Error, Equatable, Sendable, CustomStringConvertible {
  case otherSeries(path: String, expected: String, found: String)

  public var description: String {
    switch self {
    case .otherSeries(let path, let expected, let found):
      "\(path): the folder holds “\(found)” where “\(expected)” is to be written; "
        + "choose another folder or remove this one"
    }
  }
}
