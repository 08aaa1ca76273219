package watch

import "golang.org/x/sys/unix"

// remoteKinds are the file systems where changes can come from elsewhere, of
// which inotify tells nothing. FUSE may be local, but one cannot know.
var remoteKinds = map[uint32]string{
	unix.NFS_SUPER_MAGIC:  "NFS",
	unix.SMB_SUPER_MAGIC:  "SMB",
	unix.SMB2_SUPER_MAGIC: "SMB",
	unix.CIFS_SUPER_MAGIC: "CIFS",
	unix.V9FS_MAGIC:       "9p", // the Windows disks in WSL 2, folders shared by QEMU
	unix.FUSE_SUPER_MAGIC: "FUSE",
	unix.AFS_SUPER_MAGIC:  "AFS",
	unix.CEPH_SUPER_MAGIC: "Ceph",
	unix.CODA_SUPER_MAGIC: "Coda",
	unix.NCP_SUPER_MAGIC:  "NCP",
	0x786f4256:            "VirtualBox",
	0xbacbacbc:            "VMware",
	0x7c7c6673:            "Parallels",
	0x01161970:            "GFS2",
	0x7461636f:            "OCFS2",
	0x0bd00bd0:            "Lustre",
	0x47504653:            "GPFS",
}

// remoteKind names the file system of path if it may hide changes, else "".
func remoteKind(path string) string {
	var st unix.Statfs_t
	if unix.Statfs(path, &st) != nil {
		return ""
	}
	return remoteKinds[uint32(st.Type)]
}
