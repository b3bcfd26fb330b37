/// An object in its own frame: it stands on y = 0, is centred on x = 0 and reaches up to about
/// y = -1. Parts are listed from back to front.
struct Figure {
  var parts: [Part]

  struct Part {
    /// Index into the class's part names.
    var name: Int
    var outline: Path
    var finish: Finish
    /// Drawn on the part, and only there.
    var marks: [Mark] = []
  }

  struct Mark {
    var finish: Finish
    var outline: Path

    init(_ finish: Finish, _ outlines: Path...) {
      self.finish = finish
      outline = .union(outlines)
    }
  }

  var outline: Path { .union(parts.map(\.outline)) }
}

extension Figure.Part {
  init(_ name: Int, _ finish: Finish, _ outlines: Path..., marks: [Figure.Mark] = []) {
    self.init(name: name, outline: .union(outlines), finish: finish, marks: marks)
  }
}
